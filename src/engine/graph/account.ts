import { groupOpen } from '../../access/gates.js'
import { type Desired, type DesiredAccount, wanted } from '../../model/desired.js'
import type { Estate, EstateDocument, Statement } from '../../model/document.js'
import type { Resource } from '../../model/resource.js'
import type { Mark } from '../../report/graph/graph.js'
import { count, groupBy, list } from '../../report/words.js'
import { datesSaid } from '../../state/said-dates.js'
import { drawPackages, packagesBehind } from './packages.js'
import type { Pen } from './pen.js'

/** So many apps of one account one looks at. */
const MOST_APPS = 24

/** One account as it is declared: packages, what they allow, and for each app the levels down to the groups. */
export function drawAccount(pen: Pen, estate: Estate, desired: DesiredAccount, day: string): void {
  const { wanted: account } = desired
  const name = account.key
  const documents = estate.documents
  const known = new Map(ofKind(documents, 'Package').map((each) => [each.value.name, each]))
  const speaking = speakers(estate, desired)
  const allow = speaking.flatMap(({ value }) => value.allowedApps ?? [])
  drawPackages(
    pen,
    packagesBehind(
      allow.flatMap(({ packages = [] }) => packages),
      known,
    ),
  )
  pen.box(`account ${name}`, { kind: 'account', name, lines: accountLines(account, desired), said: saidOf(account) })
  for (const { kind, value, source } of speaking) {
    const key = kind === 'AccountSet' ? `set ${value.name}` : `account ${name}`
    if (kind === 'AccountSet') {
      pen.box(key, { kind: 'set', name: value.name, lines: [], said: [{ source, path: ['name'] }] })
      pen.arrow(key, `account ${name}`, 'matches')
    }
    for (const each of value.allowedApps?.packages ?? []) pen.arrow(`package ${each}`, key, 'allows')
  }
  const apps = appsOf(estate, account)
  pen.leave('app', Math.max(0, apps.length - MOST_APPS))
  for (const app of apps.slice(0, MOST_APPS)) drawApp(pen, new Marking(estate, desired, app, day), app)
}

const ofKind = <K extends EstateDocument['kind']>(documents: readonly EstateDocument[], kind: K) =>
  documents.filter((document) => document.kind === kind) as unknown as EstateDocument<K>[]

/** The account's own document and the sets that speak of it, as far as its statements tell. */
function speakers(estate: Estate, { wanted: account }: DesiredAccount) {
  const sources = new Set(
    [account, ...wanted(account, 'account-integration').values()].flatMap((each) =>
      Object.values(each.said).flatMap((said) => said.map(({ source }) => source)),
    ),
  )
  const all = [...ofKind(estate.documents, 'Account'), ...ofKind(estate.documents, 'AccountSet')]
  return all.filter(({ kind, value, source }) =>
    kind === 'Account' ? value.name === account.key : sources.has(source),
  )
}

function accountLines({ fields }: Desired<'account'>, { mode }: DesiredAccount): string[] {
  const menu = fields.showIntegrations
  const apps = fields.allowedApps
  return [
    apps === undefined
      ? 'allow-list not said'
      : apps === 'all'
        ? 'all apps allowed'
        : `${count(apps.length, 'app')} allowed`,
    menu === undefined ? 'menu not said' : `menu ${menu ? 'shown' : 'hidden'}`,
    ...(mode === 'observe' ? ['mode observe: nothing is written'] : []),
  ]
}

const saidOf = (of: Desired | undefined): Statement[] => Object.values(of?.said ?? {}).flat()

/** What is allowed, and what is switched although it is not: those with a word about them first. */
function appsOf(estate: Estate, account: Desired<'account'>): string[] {
  const { allowedApps = [] } = account.fields
  const spoken = [...wanted(account, 'account-integration').keys()]
  const declared = ofKind(estate.documents, 'App').map(({ value }) => value.name)
  return [...new Set([...spoken, ...(allowedApps === 'all' ? declared : allowedApps)])]
}

/** What the estate says of one app's gates in one account. */
class Marking {
  readonly #suspended: ReadonlySet<string>
  readonly #dates: ReturnType<typeof datesSaid>

  constructor(
    estate: Estate,
    readonly desired: DesiredAccount,
    readonly app: string,
    day: string,
  ) {
    this.#suspended = new Set(desired.suspended.map(({ address }) => address))
    this.#dates = datesSaid(estate, app, day)
  }

  /** Of one setting: held by an incident, dormant by its dates, or what it says. */
  of(setting: Desired | undefined, isOn: boolean): Mark {
    if (setting === undefined) return 'unsaid'
    if (this.#suspended.has(setting.address)) return 'held'
    if (isOn) return 'open'
    return saidOf(setting).some((statement) => this.#dates(statement)?.inForce === false) ? 'dormant' : 'closed'
  }

  dates(setting: Desired | undefined): string[] {
    return saidOf(setting).flatMap((statement) => this.#dates(statement)?.text ?? [])
  }
}

function drawApp(pen: Pen, marking: Marking, app: string): void {
  const { wanted: account } = marking.desired
  const setting = wanted(account, 'account-integration').get(app)
  const { allowedApps } = account.fields
  const isAllowed = allowedApps === undefined ? undefined : allowedApps === 'all' || allowedApps.includes(app)
  const mark: Mark = isAllowed === false ? 'closed' : marking.of(setting, setting?.fields.enabled === true)
  const chosen = setting?.fields.projects
  pen.box(`app ${app}`, {
    ...{ kind: 'app', name: app, mark },
    lines: [
      ...(isAllowed === false ? ['not in the allow-list'] : []),
      ...(chosen === undefined || mark !== 'open'
        ? []
        : [`on for ${list([...chosen], 3) || 'no project'}${setting?.fields.newProjects ? ', and later ones' : ''}`]),
      ...marking.dates(setting),
    ],
    said: saidOf(setting),
  })
  pen.arrow(`account ${account.key}`, `app ${app}`, 'account')
  if (mark === 'open') drawProjects(pen, marking, app, chosen)
}

interface Level {
  readonly project: Desired<'project'>
  readonly setting: Desired<'project-integration'> | undefined
  readonly mark: Mark
  readonly open: readonly string[]
  readonly shut: readonly string[]
}

/** The projects for which an app is on at the account, alike ones in one box, each with its groups. */
function drawProjects(pen: Pen, marking: Marking, app: string, chosen: readonly string[] | undefined): void {
  const projects = [...wanted(marking.desired.wanted, 'project').values()].filter(
    ({ key, absent }) => !absent && (chosen === undefined || chosen.includes(key)),
  )
  const levels = projects.map((project) => levelOf(marking, project, app))
  // below what is not open no group is drawn: there they make no difference
  const shape = ({ mark, setting, open, shut }: Level) =>
    JSON.stringify([mark, setting?.fields, ...(mark === 'open' ? [open, shut] : [])])
  for (const alike of groupBy(levels, shape).values()) drawLevel(pen, app, alike)
}

function levelOf(marking: Marking, project: Desired<'project'>, app: string): Level {
  const setting = wanted(project, 'project-integration').get(app)
  const mark = marking.of(setting, setting?.fields.enabled === true)
  const groups = [...wanted(project, 'group').values()].filter(({ absent }) => !absent)
  const isOpen = (group: Desired<'group'>) => groupOpen(asResource(group), app, listsOf(setting))
  const open = groups.filter(isOpen).map(({ key }) => key)
  return { project, setting, mark, open, shut: groups.map(({ key }) => key).filter((key) => !open.includes(key)) }
}

const listsOf = (setting: Desired<'project-integration'> | undefined) =>
  setting && { groups: setting.fields.groups ?? [], groupTypes: setting.fields.groupTypes ?? [] }

/** A declared group as the gates read one: what it does not say counts as not there. */
function asResource({ kind, address, key, fields, children }: Desired<'group'>): Resource<'group'> {
  const settings = [...(children['group-integration'] ?? [])].map(([app, { address: of, fields: said }]) => [
    app,
    {
      kind: 'group-integration',
      address: of,
      key: app,
      id: null,
      etag: null,
      children: {},
      fields: { setting: said.setting ?? 'inherit' },
    },
  ])
  return {
    ...{ kind, address, key, id: null, etag: null },
    fields: { name: key, labels: {}, type: fields.type ?? null, members: fields.members ?? [] },
    children: { 'group-integration': new Map(settings as [string, Resource<'group-integration'>][]) },
  }
}

function drawLevel(pen: Pen, app: string, alike: readonly Level[]): void {
  const [one] = alike
  if (one === undefined) return
  const { project, setting, mark, open, shut } = one
  const names = alike.map((level) => level.project.key)
  const key = `project ${app} ${project.key}`
  const types = setting?.fields.groupTypes ?? []
  pen.box(key, {
    kind: 'project',
    name: alike.length === 1 ? project.key : `${list(names, 3)}`,
    lines: [
      ...(alike.length > 1 ? [`${count(alike.length, 'project')} alike`] : []),
      ...(types.length > 0 ? [`types ${list([...types], 4)}`] : []),
    ],
    ...{ mark, count: alike.length, said: saidOf(setting) },
  })
  pen.arrow(`app ${app}`, key, 'project')
  if (mark !== 'open') return
  for (const [state, groups] of [
    ['open', open],
    ['closed', shut],
  ] as const) {
    if (groups.length === 0) continue
    pen.box(`${key} ${state}`, {
      kind: 'group',
      name: list([...groups], 4),
      lines: [],
      mark: state,
      count: groups.length,
    })
    pen.arrow(key, `${key} ${state}`, 'group')
  }
}
