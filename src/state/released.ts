import { KINDS } from '../kinds/index.js'
import { type Address, integrationsAddress } from '../model/address.js'
import { isMap } from '../model/canonical.js'
import { type Desired, type DesiredAccount, type DesiredApps, wanted } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import type { Released } from '../model/released.js'
import { child, children, type Resource, type ResourceKind } from '../model/resource.js'

type Fields = Readonly<Record<string, unknown>>

/** A wanted thing beside what lives of it and what stands below. */
interface Node {
  readonly wanted: Desired
  readonly live: Resource | undefined
}

/**
 * What a baseline governs in an account and nothing governs now, unit by unit: whole things, fields, entries of maps.
 * @param now null where no document and no set declares the account any more
 */
export function releasedInAccount(before: DesiredAccount, now: DesiredAccount | null): Released[] {
  if (before.wanted.absent || now?.wanted.absent) return []
  const node = { wanted: before.wanted, live: before.live }
  if (now === null) return whole(node, { connections: liveConnections(before.live) })
  return [
    ...below(node, { wanted: now.wanted, live: now.live }, shutBy(now.wanted)),
    ...rulesGone(before, now),
    ...personalGone(before, now),
  ]
}

/** The same for the registry. */
export function releasedApps(
  before: DesiredApps,
  now: DesiredApps,
  live: ReadonlyMap<string, Resource<'app'>>,
): Released[] {
  return [...before.apps.values()].flatMap((app) => {
    const there = { wanted: app, live: live.get(app.key) }
    const still = now.apps.get(app.key)
    if (app.absent || still?.absent) return []
    if (still === undefined) return whole(there)
    return [...fieldsGone(there, still), ...appRulesGone(before, now, app)]
  })
}

/** Permissions and secrets of an app are Writ's own to look after. */
function appRulesGone(before: DesiredApps, now: DesiredApps, { key, address }: Desired<'app'>): Released[] {
  const { statement, ...permissions } = before.permissions.get(key) ?? {}
  const rule =
    statement === undefined || now.permissions.has(key)
      ? []
      : [{ address: `${address}#permissions`, was: permissions, stays: null, statements: [statement] }]
  const kept = new Set(now.secrets.get(key)?.map(({ name }) => name))
  const secrets = (before.secrets.get(key) ?? []).filter(({ name }) => !kept.has(name))
  return [
    ...rule,
    ...secrets.map(({ name, env, statement: said }) => ({
      ...{ address: `${address}#secrets.${name}`, was: { env }, stays: null, statements: [said] },
    })),
  ]
}

/** Is an app closed in the account by what is declared now: by its own entry, or by the allow-list? */
function shutBy(account: Desired<'account'>): (app: string) => boolean {
  const { allowedApps } = account.fields
  const entries = wanted(account, 'account-integration')
  return (app) => isClosed(entries.get(app)) || (Array.isArray(allowedApps) && !allowedApps.includes(app))
}

/** A setting that is declared off lets nobody in, whatever its details are. */
const isClosed = (setting: Desired | undefined): boolean =>
  setting !== undefined && (setting.absent || (setting.fields as Fields).enabled === false)

/** Settings that open an app; a block on a person closes, and whoever lifts it has to be told. */
const OPENING: ReadonlySet<ResourceKind> = new Set(['account-integration', 'project-integration', 'group-integration'])

/** What the declared state closes stays open nowhere: neither it nor a detail of it is released. */
function below(before: Node, now: Node, isShut: (app: string) => boolean): Released[] {
  if (isClosed(now.wanted)) return []
  const found = fieldsGone(before, now.wanted)
  for (const kind of Object.keys(before.wanted.children) as ResourceKind[]) {
    const byId = identified(now, kind)
    for (const each of wanted(before.wanted, kind).values()) {
      const live = before.live && child(before.live, kind, each.key)
      const still = byId.get(live?.id ?? each.key) ?? wanted(now.wanted, kind).get(each.key)
      if (each.absent || still?.absent || (OPENING.has(kind) && isShut(each.key))) continue
      const there = { wanted: each, live }
      if (still !== undefined)
        found.push(...below(there, { wanted: still, live: liveOf(now, kind, still.key) }, isShut))
      else found.push(...gone(there))
    }
  }
  return found
}

const liveOf = ({ live }: Node, kind: ResourceKind, key: string) => live && child(live, kind, key)

/** What is wanted now, by the id of what lives: a rename is the same thing (E12). */
function identified(now: Node, kind: ResourceKind): Map<string, Desired> {
  const named = [...wanted(now.wanted, kind).values()].map(
    (each) => [liveOf(now, kind, each.key)?.id ?? each.key, each] as const,
  )
  return new Map(named)
}

/** What only holds a place for things below it releases those. */
function gone(node: Node): Released[] {
  const { wanted: was } = node
  if (was.said['*'] !== undefined || Object.keys(was.fields).length > 0) return whole(node)
  const children = Object.values(was.children).flatMap((siblings) => [...siblings.values()]) as Desired[]
  return children.flatMap((each) =>
    each.absent ? [] : gone({ wanted: each, live: node.live && child(node.live, each.kind, each.key) }),
  )
}

/** With all that stands below it. What does not live stays nowhere, and releases nothing. */
function whole({ wanted: was, live }: Node, more: Fields = {}): Released[] {
  if (live === undefined || (live.id === null && live.kind === 'account')) return []
  const settings = settingsBelow(live, was)
  const stays = { ...pick(live.fields as unknown as Fields, Object.keys(was.fields)), ...settings, ...more }
  const said = was.said['*'] ?? Object.values(was.said).flat()
  return [{ address: was.address, was: was.fields as Fields, stays, statements: unique(said) }]
}

/** The apps that are on below it and that the baseline spoke of. */
function settingsBelow(live: Resource, was: Desired): Fields {
  const kind = `${live.kind}-integration` as ResourceKind
  const on = [...wanted(was, kind).keys()].filter((app) => isOn(child(live, kind, app)))
  return on.length === 0 ? {} : { on }
}

function isOn(setting: Resource | undefined): boolean {
  const { enabled, setting: own } = (setting?.fields ?? {}) as { enabled?: boolean; setting?: string }
  return enabled === true || own === 'on'
}

const liveConnections = (account: Resource<'account'>): number =>
  [...children(account, 'connection').values()].filter(({ fields }) => fields.status !== 'requested').length

/** Fields, and keys of maps, that are stated no more. A name is no setting: what is named lives on under it. */
function fieldsGone({ wanted: was, live }: Node, now: Desired): Released[] {
  if (live === undefined) return []
  const lives = live.fields as unknown as Fields
  return Object.entries(was.fields).flatMap(([field, value]): Released[] => {
    if (field === 'name') return []
    const statements = was.said[field] ?? was.said['*'] ?? []
    const still = (now.fields as Fields)[field]
    const at = fieldAddress(was.address, field)
    if (still === undefined) return [{ address: at, was: { [field]: value }, stays: pick(lives, [field]), statements }]
    if (!isMap(value) || !isMap(still)) return []
    const lost = Object.keys(value).filter((key) => !Object.hasOwn(still, key))
    return lost.map((key) => ({
      address: `${at}.${key}`,
      was: { [key]: value[key] },
      stays: pick((lives[field] ?? {}) as Fields, [key]),
      statements: statements.map(({ source, path }) => ({ source, path: [...path, key] })),
    }))
  })
}

const fieldAddress = (of: Address, field: string): Address => (of.includes('#') ? `${of}.${field}` : `${of}#${field}`)

const pick = (fields: Fields, keys: readonly string[]): Fields =>
  Object.fromEntries(keys.filter((key) => Object.hasOwn(fields, key)).map((key) => [key, fields[key]]))

/** Rules for live connections: their defaults count again. */
const rulesGone = (before: DesiredAccount, now: DesiredAccount): Released[] =>
  Object.entries(before.rules)
    .filter(([rule]) => !Object.hasOwn(now.rules, rule))
    .map(([rule, { value, statement }]) => ({
      address: `${before.wanted.address}#connections.${rule}`,
      ...{ was: { [rule]: value }, stays: null, statements: [statement] },
    }))

/** Personal connections that a User document asked for. */
function personalGone(before: DesiredAccount, now: DesiredAccount): Released[] {
  const kept = new Set(now.personal.map(({ user, app }) => `${user}\n${app}`))
  return before.personal
    .filter(({ user, app }) => wanted(now.wanted, 'user').has(user) && !kept.has(`${user}\n${app}`))
    .flatMap(({ user, app, externalAccount, statement }) => {
      const lives = [...children(before.live, 'connection').values()].find(
        ({ fields }) => fields.owner === user && fields.app === app && fields.name === null,
      )
      if (lives === undefined) return []
      const address = integrationsAddress(KINDS.user.address(before.wanted.address, user), app)
      const stays = { connection: lives.key, externalAccount: lives.fields.externalAccount }
      return [{ address, was: { externalAccount }, stays, statements: [statement] }]
    })
}

const unique = (statements: readonly Statement[]): Statement[] => [...new Set(statements)]
