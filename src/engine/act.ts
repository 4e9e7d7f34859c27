import type { Act, Invited } from '../model/act.js'
import { digest } from '../model/canonical.js'
import type { Estate } from '../model/document.js'
import { Fault } from '../model/fault.js'
import type { Plan } from '../model/generated/plan.js'
import { didYouMean } from '../model/nearest.js'
import type { Problem } from '../model/problem.js'
import type { Collection, ConnectionRow, Snapshot } from '../model/snapshot.js'
import { planAct } from '../plan/acts.js'
import { coverageOf } from '../plan/index.js'
import { powersOf } from '../policy/index.js'
import { bringTogether, dayOf, unknowns } from '../state/index.js'
import { given } from './ending.js'
import type { Guarding, RunOptions } from './options.js'
import { finish, planOver } from './plan-over.js'

/** What an administrator asks for: some connections by id and filter, or people to be invited. */
export type ActRequest =
  | {
      readonly kind: 'revoke' | 'reauth'
      readonly ids: readonly string[]
      /** What is absent narrows nothing; with ids, both must hold. */
      readonly filters: { readonly user?: string; readonly app?: string; readonly account?: string }
    }
  | ({ readonly kind: 'invite'; readonly account: string; readonly emails: readonly string[] } & Omit<Invited, 'email'>)

/** Settles what an act is about. @throws Fault where the platform knows no such connection, account or person. */
export function settleAct(snapshot: Snapshot, request: ActRequest): Act {
  if (request.kind === 'invite') return settleInvitations(snapshot, request)
  const { kind, ids, filters } = request
  const { rows } = snapshot
  demandKnown(snapshot, 'accounts', 'account', filters.account, ({ name }) => name)
  demandKnown(snapshot, 'apps', 'app', filters.app, ({ name }) => name)
  demandKnown(snapshot, 'users', 'user', filters.user, ({ email }) => email)
  demandWhole(snapshot, filters.account)
  // The list of all of them is made only for a complaint, not for each id.
  const stranger = ids.find((id) => !rows.connections.has(id))
  demandKnown(snapshot, 'connections', 'connection', stranger, (row) => row.id)
  const named = new Set(ids)
  const isMeant = ({ id, account, app, owner, status }: ConnectionRow) =>
    (ids.length === 0 || named.has(id)) &&
    (filters.app ?? app) === app &&
    (filters.account === undefined || rows.accounts.get(account)?.name === filters.account) &&
    (filters.user === undefined || rows.users.get(owner ?? '')?.email === filters.user) &&
    // Nobody can authorise again what was never authorised.
    (kind === 'revoke' || status !== 'requested' || named.has(id))
  return { kind, connections: [...rows.connections.values()].filter(isMeant).map(({ id }) => id) }
}

function settleInvitations(snapshot: Snapshot, request: Extract<ActRequest, { kind: 'invite' }>): Act {
  const { account, emails, role, department, designation, manager } = request
  demandKnown(snapshot, 'accounts', 'account', account, ({ name }) => name)
  demandKnown(snapshot, 'users', 'manager', manager, ({ email }) => email)
  const once = new Map(emails.map((email) => [email.toLowerCase(), email]))
  const people = [...once.values()].map((email) => ({ email, role, department, designation, manager }))
  return { kind: 'invite', account, people }
}

function demandKnown<C extends Collection>(
  { rows, reads }: Snapshot,
  collection: C,
  what: string,
  wanted: string | undefined,
  nameOf: (row: Snapshot['rows'][C] extends ReadonlyMap<string, infer R> ? R : never) => string,
): void {
  if (wanted === undefined) return
  const known = [...rows[collection].values()].map((row) => nameOf(row as Parameters<typeof nameOf>[0]))
  if (known.includes(wanted)) return
  const doubt = reads.find((read) => read.collection === collection && !read.complete)
  if (doubt !== undefined)
    throw new Fault('read/incomplete', `${collection} could not be read whole: ${doubt.reason}`, 'Run again.')
  const message = `there is no ${what} ${wanted} on the platform.${didYouMean(wanted, known)}`
  throw new Fault('act/unknown', message, `writ ${LISTS[collection] ?? 'accounts'} list shows what there is.`)
}

/** Of a list in doubt nobody knows what a filter leaves: nothing is done then (E4). */
function demandWhole({ reads, rows }: Snapshot, account: string | undefined): void {
  const id = [...rows.accounts.values()].find(({ name }) => name === account)?.id
  const isNarrowed = (collection: Collection) =>
    reads.some((read) => read.collection === collection && read.account === id && read.complete)
  const doubt = reads.find(
    ({ collection, account: of, complete }) =>
      (collection === 'connections' || collection === 'users') && of === null && !complete && !isNarrowed(collection),
  )
  if (doubt === undefined) return
  throw new Fault('read/incomplete', `${doubt.collection} could not be read whole: ${doubt.reason}`, 'Run again.')
}

const LISTS: { readonly [C in Collection]?: string } = { apps: 'apps', users: 'users', connections: 'connections' }

/** Plans an act over what was read, judged by the limits and the protection of writ.yaml as any plan is. Pure. */
export function actOver(estate: Estate, snapshot: Snapshot, act: Act, options: RunOptions & Guarding): Plan {
  const { totals } = planOver(estate, snapshot, { ...options, only: [] })
  const day = dayOf(options.now)
  const sides = bringTogether(estate, snapshot, day)
  const { certain, problems } = accountsOf(snapshot, act)
  const { protect = {}, limits = {} } = estate.config
  const plan = planAct(act, {
    ...{ snapshot, protect, problems, day, tool: options.tool, environment: options.environment, scope: [] },
    writePower: snapshot.principal.tokenKind === 'full',
    createdAt: options.now,
    ...given({ guards: options.guards }),
    bound: { desired: digest(act), limits },
    nameOf: () => 'writ.yaml',
    coverage: coverageOf({ snapshot, governedIds: sides.governedIds, liveApps: sides.live.apps }, sides.apps),
    accounts: function* () {
      for (const row of certain) yield sides.live.account(row)
    },
  })
  const powers = powersOf(snapshot, plan.changes)
  return finish({ plan, totals, unexpected: [], powers, acting: true }, estate, options)
}

/** The accounts that an act is about; of those that were not read whole nothing is planned, and that is said (E4). */
function accountsOf(snapshot: Snapshot, act: Act) {
  const { rows } = snapshot
  const ids =
    act.kind === 'invite'
      ? [...rows.accounts.values()].filter(({ name }) => name === act.account).map(({ id }) => id)
      : act.connections.flatMap((id) => rows.connections.get(id)?.account ?? [])
  const unknown = unknowns(snapshot)
  const about = [...new Set(ids)].flatMap((id) => rows.accounts.get(id) ?? [])
  const problems = about.flatMap(({ id, name }): Problem[] => {
    const why = unknown(id)
    const message = `${why}; nothing is planned here`
    return why === null
      ? []
      : [{ code: 'read/incomplete', severity: 'warning', address: `account/${name}`, message, statements: [] }]
  })
  return { certain: about.filter(({ id }) => unknown(id) === null), problems }
}
