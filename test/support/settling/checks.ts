import { isDeepStrictEqual } from 'node:util'
import type { Change, Effect } from '../../../src/model/generated/plan.js'
import type { Rows } from '../client.js'
import { isLive, permitted, type State, type Way, ways } from '../naive.js'
import { accountEntry, allowedBy, type Doc, type Known, ownDoc, projectEntry, setsOf } from '../naive-estate.js'
import { catalogueOf } from '../random/coherent.js'
import { DAY } from '../random/words.js'
import { Names } from './names.js'
import type { Ran } from './run.js'

// Each check gives what it found wrong, in words; nothing is as it should be.

const isRun = ({ observed }: Change) => observed !== true
const listed = (state: State) => Object.entries(state) as [keyof Rows, readonly Rows[keyof Rows][]][]

/** E11: nothing to change any more, neither over what was read back nor over a fresh read. */
export function unsettled({ applied, again }: Ran): string[] {
  const left = (when: string, changes: readonly Change[] = []) =>
    changes.filter(isRun).map(({ operation, address, before, after }) => {
      return `${when}: ${operation} ${address} ${JSON.stringify(before)} -> ${JSON.stringify(after)}`
    })
  return [...left('read back', applied.after?.changes), ...left('planned again', again.changes)]
}

/** Every change done, and nothing said against the run. */
export function undone({ plan, applied }: Ran): string[] {
  const bad = applied.result?.outcomes.filter(
    ({ status, index }) => status !== 'done' && isRun(plan.changes[index] as Change),
  )
  const loud = applied.reasons.filter((reason) => reason !== 'account-stopped' && reason !== 'protected')
  return [...loud, ...(bad ?? []).map(({ address, status, detail }) => `${address}: ${status}, ${detail}`)]
}

/** Connections ended exactly where the plan named them. */
export function endedOtherwise({ before, after, plan, applied }: Ran): string[] {
  const lives = new Set(after.connections.map(({ id }) => id))
  const ended = before.connections.filter(({ id }) => !lives.has(id)).map(({ id }) => id)
  const told = plan.impact.connections.filter(({ by }) => isRun(plan.changes[by] as Change)).map(({ id }) => id)
  const acts = [...plan.changes.filter(isRun), ...plan.effects.filter(({ by }) => isRun(plan.changes[by] as Change))]
  const ends = acts.filter(({ operation }) => operation === 'revoke' || operation === 'end')
  const revoked = plan.impact.connections.filter(({ how }) => how === 'revoked').map(({ id }) => id)
  const named = ends.map(({ address }) => address.slice('connection/'.length))
  return [
    ...(applied.result?.extraEndings ?? []).map(({ connection }) => `${connection} ended by surprise`),
    ...ended.filter((id) => !named.includes(id)).map((id) => `${id} ended and was not named`),
    ...named.filter((id) => !ended.includes(id)).map((id) => `${id} was named and lives`),
    ...told.filter((id, at) => told.indexOf(id) !== at).map((id) => `${id} is named twice`),
    // What was only asked for is no loss to anybody: where the platform ends it, it counts in no impact.
    ...before.connections
      .filter((row) => ended.includes(row.id) && isLive(row) !== told.includes(row.id) && !revoked.includes(row.id))
      .map(({ id, status }) => `${id}, ${status}, is ${told.includes(id) ? '' : 'not '}among those that people lose`),
  ]
}

/** What ran is what was planned, and what the platform did by itself is what was predicted: by its own audit trail. */
export function ranOtherwise(ran: Ran): string[] {
  const { plan, events } = ran
  const names = new Names(ran.before, ran.after, ran.plan)
  const told = (event: Rows['audit-events']) => {
    const row = names.row(event.collection as keyof Rows, event.resource) as Record<string, unknown> | undefined
    const address = row ? names.address(event.collection as keyof Rows, row) : event.resource
    return `${event.action === 'delete' ? 'remove' : event.action} ${address}`
  }
  const removed = new Set(
    [...plan.changes.filter(isRun), ...plan.effects].flatMap((each) =>
      each.operation === 'remove' ? [each.address] : [],
    ),
  )
  // The settings of a thing go with it.
  const goesAlong = (text: string) => text.startsWith('remove ') && removed.has(text.slice(7).split('#')[0] ?? '')
  const platform = events.filter(({ via }) => via === 'platform').map(told)
  const direct = events.filter(({ via }) => via !== 'platform').map(told)
  const planned = plan.changes.filter(isRun).map(({ operation, address, target, revision }) => {
    const isSetting = target.collection.endsWith('-integrations')
    if (operation === 'revoke') return `end ${address}`
    // An app that was listed and not installed has its row already.
    const isListed = operation === 'create' && ran.before.apps.some(({ name }) => address === `app/${name}`)
    if (isListed) return `update ${address}`
    if (operation === 'invite' || (isSetting && revision === null && !born(plan.effects, address)))
      return `create ${address}`
    return `${operation === 'rename' ? 'update' : operation} ${address}`
  })
  const predicted = plan.effects
    .filter(({ by }) => isRun(plan.changes[by] as Change))
    .map(({ operation, address }) => `${operation} ${address}`)
  return [
    ...differ(direct, planned, 'ran', 'planned'),
    ...differ(
      platform.filter((text) => !goesAlong(text) || predicted.includes(text)),
      predicted,
      'happened',
      'predicted',
    ),
  ]
}

const born = (effects: readonly Effect[], address: string) =>
  effects.some((effect) => effect.operation === 'create' && effect.address === address)

function differ(one: readonly string[], other: readonly string[], is: string, was: string): string[] {
  const count = (list: readonly string[], item: string) => list.filter((each) => each === item).length
  return [...new Set([...one, ...other])].flatMap((item) => {
    const [a, b] = [count(one, item), count(other, item)]
    return a === b ? [] : [`${item}: ${is} ${a} times, was ${was} ${b} times`]
  })
}

/** Set by the platform itself beside what was written. */
const SERVER = new Set(['etag', 'problem', 'configured', 'availableVersion'])

/** Rows that no change and no predicted effect names are byte for byte as before; those named differ in named fields only. */
export function touched(ran: Ran): string[] {
  const names = new Names(ran.before, ran.after, ran.plan)
  const plans = new Map<string, (Change | Effect)[]>()
  const acts = [
    ...ran.plan.changes.filter(isRun),
    ...ran.plan.effects.filter(({ by }) => isRun(ran.plan.changes[by] as Change)),
  ]
  for (const act of acts) plans.set(act.address, [...(plans.get(act.address) ?? []), act])
  const goes = (address: string) =>
    plans.get(address)?.some((act) => ['remove', 'revoke', 'end'].includes(act.operation))
  return listed(ran.before).flatMap(([collection, rows]) => {
    const now = new Map((ran.after[collection] as readonly Rows[keyof Rows][]).map((row) => [row.id, row]))
    const known = new Set(rows.map((row) => row.id))
    const created = [...now.values()].filter((row) => !known.has(row.id))
    return [
      ...created.flatMap((row) => {
        const address = names.address(collection, row as never)
        return plans.has(address) ? [] : [`${address} appeared`]
      }),
      ...rows.flatMap((row) => {
        const address = names.address(collection, row as never)
        const after = now.get(row.id)
        if (isDeepStrictEqual(row, after)) return []
        if (after === undefined) return goes(address) || goes(address.split('#')[0] ?? '') ? [] : [`${address} is gone`]
        return strayFields(names, collection, row as never, after as never, plans.get(address) ?? []).map(
          (field) => `${address}: ${field}`,
        )
      }),
    ]
  })
}

function strayFields(
  names: Names,
  collection: keyof Rows,
  row: Record<string, unknown>,
  after: Record<string, unknown>,
  acts: readonly (Change | Effect)[],
): string[] {
  const [one, other] = [names.inWords(collection, row), names.inWords(collection, after)]
  const fields = Object.keys(other).filter(
    (field) => !SERVER.has(field) && !isDeepStrictEqual(one[field], other[field]),
  )
  if (acts.length === 0)
    return isDeepStrictEqual({ ...row, problem: 0 }, { ...after, problem: 0 }) ? [] : ['was touched']
  return fields.flatMap((field) => {
    const stated = acts.flatMap((act) => (act.after && field in act.after ? [act.after[field]] : []))
    if (stated.some((value) => says(value, other[field]))) return []
    return [`${field} became ${JSON.stringify(other[field])}, planned ${JSON.stringify(stated)}`]
  })
}

const says = (stated: unknown, live: unknown): boolean =>
  isMap(stated) && isMap(live)
    ? Object.entries(stated).every(([key, value]) => isDeepStrictEqual(live[key], value))
    : isDeepStrictEqual(Array.isArray(stated) ? [...stated].sort() : stated, live)
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** E9: stages ascend, and what a change needs stands before it. */
export function misordered({ plan: { changes } }: Ran): string[] {
  return changes.flatMap(({ address, needs, stage }, index) => [
    ...(stage < (changes[index - 1]?.stage ?? 0) ? [`${address} comes after a later stage`] : []),
    ...needs.filter((need) => need >= index).map((need) => `${address} needs ${changes[need]?.address}`),
  ])
}

/** Changes that no document asks for. */
export function unasked({ plan, documents, before, after }: Ran): string[] {
  const names = new Names(before, after, plan)
  return plan.changes
    .filter((change) => !isAsked(change, documents, names))
    .map(({ operation, address, after: fields }) => `${operation} ${address} ${JSON.stringify(fields)}`)
}

/** Sets match labels as they will be: a declared key over the live one. */
export function knownAs(documents: readonly Doc[], names: Names, name: string): Known {
  return { name, labels: { ...names.account(name)?.labels, ...(ownDoc(documents, name)?.labels as object) } }
}

function isAsked({ address, operation, after }: Change, documents: readonly Doc[], names: Names): boolean {
  const [path = '', key] = address.split('#')
  const [kind = '', first = '', second = '', third] = path.split('/')
  const app = key?.split('.')[1] ?? ''
  const doc = (of: string, fits: (each: Doc) => boolean) => documents.find((each) => each.kind === of && fits(each))
  const inAccount = (each: Doc) => each.account === first
  if (operation === 'revoke') return true
  if (kind === 'account' && key) {
    return accountEntry(documents, knownAs(documents, names, first), app) !== null
  }
  if (kind === 'project' && key) return projectEntry(documents, { name: first, labels: {} }, second, app) !== null
  const group = (each: Doc) =>
    inAccount(each) && each.name === (third ?? second) && (each.project ?? null) === (third ? second : null)
  const found: Record<string, Doc | undefined> = {
    app: doc('App', ({ name }) => name === first),
    account: doc('Account', ({ name }) => name === first),
    template: doc('ProjectTemplate', (each) => inAccount(each) && each.name === second),
    project: doc('Project', (each) => inAccount(each) && each.name === second),
    group: doc('Group', group),
    user: doc('User', (each) => inAccount(each) && each.email === second),
  }
  const own = found[kind]
  if (key) return own !== undefined && (own.integrations as object | undefined)?.[app as never] !== undefined
  if (operation === 'remove') return own?.ensure === 'absent'
  if (operation === 'create' || operation === 'invite') return own !== undefined
  const sets = kind === 'account' ? setsOf(documents, knownAs(documents, names, first)) : []
  // Whoever gets another role administers no projects any more.
  const fields = Object.keys(after ?? {}).map((field) => (kind === 'user' && field === 'projects' ? 'role' : field))
  return fields.every((field) => [own, ...sets].some((speaker) => speaker && field in speaker))
}

interface Judged {
  connection: Rows['connections']
  account: Known
  isDeclared: boolean
}

export function judged({ documents, before, after, plan }: Ran, connection: Rows['connections']): Judged {
  const names = new Names(before, after, plan)
  const row = names.row('accounts', connection.account) as Rows['accounts']
  const account = knownAs(documents, names, names.name('accounts', row.id))
  const isDeclared = documents.some(
    ({ kind, ensure, account: of, app, name }) =>
      kind === 'Connection' && !ensure && of === account.name && app === connection.app && name === connection.name,
  )
  return { connection, account, isDeclared }
}

/** L13 and all else that must not end what stays permitted. */
export function lostInVain(ran: Ran): string[] {
  const lives = new Set(ran.after.connections.map(({ id }) => id))
  return ran.before.connections.flatMap((connection) => {
    if (!isLive(connection) || lives.has(connection.id)) return []
    const { isDeclared, account } = judged(ran, connection)
    if (!permitted(ran.before, connection, isDeclared) || !permitted(ran.after, connection, isDeclared)) return []
    const isAbsent = ran.documents.some(
      ({ kind, ensure, account: of, app, name }) =>
        kind === 'Connection' &&
        ensure === 'absent' &&
        of === account.name &&
        app === connection.app &&
        name === connection.name,
    )
    const wasOff = ran.plan.impact.connections.some(({ id, how }) => id === connection.id && how === 'ended')
    return isAbsent ? [] : [`${connection.id} was and is permitted, and ended${wasOff ? ' by the platform' : ''}`]
  })
}

/** What lives on though it is not permitted, the estate speaks about it, and nothing excuses it. */
export function leftOpen(ran: Ran): string[] {
  const stopped = new Set(
    ran.plan.findings.filter(({ severity }) => severity === 'error').map(({ address }) => accountOf(address)),
  )
  return ran.after.connections.flatMap((connection) => {
    const { account, isDeclared } = judged(ran, connection)
    if (
      !isLive(connection) ||
      permitted(ran.after, connection, isDeclared) ||
      (stopped.size > 0 && isStopped(stopped, account.name, ran, connection))
    )
      return []
    const all = ways(ran.after, connection, isDeclared)
    if (!isGoverned(ran, account, connection.app) || isExcused(ran, account, connection)) return []
    const spoken = all.some((way) => way.closed.some((gate) => isSpoken(ran, account, way, gate)))
    return spoken ? [`${connection.id} lives on: ${all.map(({ closed }) => closed.join('+')).join(' | ')} closed`] : []
  })
}

const accountOf = (address: string) => address.split('#')[0]?.split('/')[1] ?? ''
const isStopped = (stopped: ReadonlySet<string>, account: string, ran: Ran, { id }: Rows['connections']) =>
  stopped.has(account) ||
  ran.plan.findings.some(
    ({ severity, address }) => severity === 'error' && (address === `connection/${id}` || address.startsWith('app/')),
  ) ||
  stoppedByConnection(ran, account)
/** Accounts in which an error that only live state reveals stops everything. */
export function stoppedAccounts(ran: Ran): Set<string> {
  const names = new Names(ran.before, ran.after, ran.plan)
  const errors = ran.plan.findings.filter(({ severity }) => severity === 'error')
  return new Set(
    errors.map(({ address }) => {
      if (!address.startsWith('connection/')) return accountOf(address)
      return names.name('accounts', names.row('connections', address.slice('connection/'.length))?.account ?? null)
    }),
  )
}

const stoppedByConnection = (ran: Ran, account: string) => {
  const names = new Names(ran.before, ran.after, ran.plan)
  return ran.plan.findings.some(({ severity, address }) => {
    if (severity !== 'error' || !address.startsWith('connection/')) return false
    const row = names.row('connections', address.slice('connection/'.length))
    return row !== undefined && names.name('accounts', row.account) === account
  })
}

export function isGoverned({ documents }: Ran, account: Known, app: string): boolean {
  const isDeclared = documents.some(({ kind, name }) => kind === 'App' && name === app)
  return isDeclared && (ownDoc(documents, account.name) !== undefined || setsOf(documents, account).length > 0)
}

/** A rule, an observer, a protection or a workflow lets it live. */
function isExcused({ documents, config, plan, before }: Ran, account: Known, connection: Rows['connections']): boolean {
  const speakers = [ownDoc(documents, account.name), ...setsOf(documents, account)]
  const first = (of: (doc: Doc) => unknown) => speakers.flatMap((doc) => (doc && of(doc)) ?? [])[0]
  const rule = first(({ connections }) => (connections as { unpermitted?: string } | undefined)?.unpermitted)
  const mode = first(({ mode }) => mode) ?? config.mode
  const isUsed = before.workflows.some(({ connections }) => connections.includes(connection.id))
  const isHeld = plan.held.some(
    ({ address, reason }) => address === `connection/${connection.id}` && reason === 'protected',
  )
  // What would open the door is only observed: the plan judges as if it were done.
  const above = [`app/${connection.app}`, `account/${account.name}`]
  const isMeant = plan.changes.some(({ address, observed }) => observed && above.includes(address))
  return isMeant || (rule ?? 'revoke') !== 'revoke' || mode === 'observe' || isUsed || isHeld
}

/** Is the app in the account's allow-list as it is to be, or as it lives where nobody says? */
export function allowsNow(ran: Ran, account: Known, app: string): boolean {
  const stated = allowedBy(ran.documents, account, catalogueOf(ran.documents, ran.before), DAY)
  const list = stated ?? new Names(ran.before, ran.after, ran.plan).account(account.name)?.allowedApps ?? []
  return list === 'all' || [...list].includes(app)
}

/** Does a document speak about what this gate reads? */
export function isSpoken(ran: Ran, account: Known, { question }: Way, gate: string): boolean {
  const { documents } = ran
  const names = new Names(ran.before, ran.after, ran.plan)
  const project = question.project === null ? '' : names.name('projects', question.project)
  const { app } = question
  const isAllowed = allowsNow(ran, account, app)
  // "*" closes for all, and opens for those that are allowed.
  const counts = (entry: { star: boolean; enabled?: unknown } | null) =>
    entry !== null && (!entry.star || entry.enabled === false || isAllowed)
  const mine = documents.filter((doc) => doc.account === account.name)
  if (gate === 'registry')
    return documents.some(
      ({ kind, name, state, settings }) => kind === 'App' && name === app && (state ?? settings) !== undefined,
    )
  if (gate === 'allowed')
    return [ownDoc(documents, account.name), ...setsOf(documents, account)].some((doc) => doc?.allowedApps)
  // An archived project counts as left out.
  const isArchived = mine.some(
    ({ kind, name, state }) => kind === 'Project' && name === project && state === 'archived',
  )
  if (gate === 'account') return isArchived || counts(accountEntry(documents, account, app))
  if (gate === 'project') return counts(projectEntry(documents, account, project, app))
  if (gate === 'person') {
    const email = question.user === null ? '' : names.email(question.user)
    return mine.some(
      ({ kind, email: of, integrations }) => kind === 'User' && of === email && integrations?.[app as never],
    )
  }
  const entry = project === '' ? null : projectEntry(documents, account, project, app)
  const groups = mine.filter((doc) => doc.kind === 'Group' && (doc.project ?? '') === project)
  const own = groups.some(
    ({ members, integrations, ensure }) =>
      ensure === 'absent' || members !== undefined || integrations?.[app as never] !== undefined,
  )
  return own || (counts(entry) && (entry?.groups ?? entry?.groupTypes) !== undefined)
}
