import { matcher, parseAddress } from '../model/address.js'
import { canonical } from '../model/canonical.js'
import type { Change, Plan } from '../model/generated/plan.js'
import type { Collection } from '../model/snapshot.js'

/** What an approved plan lets a fresh one do. Plain data: what is not allowed is listed with its reason, exit 5. */
export interface Approval {
  /** Why the approved plan counts for nothing; empty when it counts. */
  readonly stale: readonly string[]
  /** Indexes of the fresh plan's changes that may run. */
  readonly runs: ReadonlySet<number>
  readonly refused: readonly RefusedBranch[]
}

/** A branch that is not as approved, or is approved and neither planned any more nor done. */
export interface RefusedBranch {
  /** The fresh plan's number of it; null where the fresh plan has none. */
  readonly branch: number | null
  /** Addresses of its changes. */
  readonly addresses: readonly string[]
  readonly reasons: readonly string[]
  /** The rows that it is about, as far as they exist: whoever moved them stands in their history. */
  readonly rows: readonly MovedRow[]
  /** Who wrote to these since the approved plan; the last of each row. Absent where nobody looked. */
  readonly moves?: readonly Move[]
}
export interface MovedRow {
  readonly address: string
  readonly collection: Collection
  readonly id: string
}
/** Somebody's last write to a row. */
export interface Move {
  readonly address: string
  readonly by: string
  readonly at: string
  readonly via: string
  /** What was done, and to which fields. */
  readonly what: string
}

/** How far clocks may differ. In milliseconds. */
const SKEW = 5 * 60 * 1000
/** Older than this, a plan is stale. In milliseconds. */
const DAY = 24 * 60 * 60 * 1000

/**
 * Which changes of a fresh plan run under an approved one (E6). A branch runs when each change it still has is in the
 * approved plan with the same address, operation, before and after; each approved change that it lacks is already as
 * planned; and the connections that end are among the approved ones. Origins and causes are not compared.
 * @param now milliseconds since 1970
 * @param isAlready tells whether live is already as a change would make it
 */
export function approve(fresh: Plan, approved: Plan, now: number, isAlready: (change: Change) => boolean): Approval {
  const stale = staleness(fresh, approved, now)
  if (stale.length > 0) return { stale, runs: new Set(), refused: [] }
  const terms: Terms = {
    fresh,
    present: new Set(fresh.changes.filter(isWritten).map(keyOf)),
    isAlready,
    approved: new Map(approved.changes.filter(isWritten).map((change) => [keyOf(change), change])),
    branches: byBranch(approved, isAskedFor(fresh.scope, approved)),
    endings: endingsOf(approved),
  }
  const judged = [...byBranch(fresh)].map(([branch, changes]) => ({ branch, changes, ...judge(terms, changes) }))
  const runs = new Set(
    judged.flatMap(({ changes, reasons }) => (reasons.length > 0 ? [] : changes.map(({ index }) => index))),
  )
  const refused = judged.filter(({ reasons }) => reasons.length > 0)
  return { stale, runs, refused: [...refused.map(toRefused), ...vanished(terms)] }
}

interface Terms {
  readonly fresh: Plan
  /** What is still planned, in whichever branch: a branch falls apart once what held it together is done. */
  readonly present: ReadonlySet<string>
  readonly isAlready: (change: Change) => boolean
  readonly approved: ReadonlyMap<string, Change>
  readonly branches: ReadonlyMap<number, readonly Numbered[]>
  readonly endings: ReadonlySet<string>
}
interface Numbered {
  readonly index: number
  readonly change: Change
}

/** What is only observed is never written, so nobody approves it. */
const isWritten = (change: Change): boolean => !change.observed
const keyOf = ({ address, operation, target }: Change): string => `${operation} ${address} ${target.collection}`

function byBranch(plan: Plan, isMeant: (change: Change) => boolean = () => true): Map<number, Numbered[]> {
  const branches = new Map<number, Numbered[]>()
  for (const [index, change] of plan.changes.entries()) {
    if (!isWritten(change) || !isMeant(change)) continue
    const branch = branches.get(change.branch)
    if (branch) branch.push({ index, change })
    else branches.set(change.branch, [{ index, change }])
  }
  return branches
}

/**
 * Which approved changes a run that is asked for a part of the plan has to account for: a stage of a rollout misses
 * nothing of the next one. A connection lies where it is used.
 */
function isAskedFor(scope: readonly string[], approved: Plan): (change: Change) => boolean {
  if (scope.length === 0) return () => true
  const isIn = matcher(scope)
  const places = new Map(
    approved.impact.connections.map(({ id, account, project }) => [
      `connection/${id}`,
      [`account/${account}`, ...(project === null ? [] : [`project/${account}/${project}`])],
    ]),
  )
  return ({ address }) => [address, ...(places.get(address) ?? [])].some(isIn)
}

/** Every connection that a plan ends, by revoking it or through the platform: only what its digest covers counts. */
const endingsOf = (plan: Plan): Set<string> =>
  new Set([
    ...plan.changes.flatMap(({ ends, operation, address }) =>
      operation === 'revoke' ? parseAddress(address).parts : ends,
    ),
    ...plan.effects.flatMap(({ operation, address }) => (operation === 'end' ? parseAddress(address).parts : [])),
  ])

function judge(terms: Terms, changes: readonly Numbered[]): Pick<RefusedBranch, 'reasons' | 'rows'> {
  const lacking = [...approvedBranches(terms, changes)]
    .flatMap((branch) => terms.branches.get(branch) ?? [])
    .filter(({ change }) => !terms.present.has(keyOf(change)) && !terms.isAlready(change))
  const differing = changes.map(({ change }) => ({ change, why: unlike(change, terms.approved.get(keyOf(change))) }))
  const reasons = [
    ...differing.flatMap(({ why }) => why),
    ...lacking.map(({ change }) => `${change.address}: approved, and neither planned any more nor done`),
    ...endingsIn(terms.fresh, changes)
      .filter((id) => !terms.endings.has(id))
      .map((id) => `connection ${id} would end, which was not approved`),
  ]
  return { reasons, rows: rowsOf([...differing.filter(({ why }) => why.length > 0), ...lacking]) }
}

const rowsOf = (of: readonly { readonly change: Change }[]): MovedRow[] =>
  of.flatMap(({ change: { address, target } }) =>
    target.id === null ? [] : [{ address, collection: target.collection as Collection, id: target.id }],
  )

/** As JSON: an approved plan comes out of a file, which keeps neither what is undefined nor what an object is made by. */
const isSame = (one: unknown, other: unknown): boolean => canonical(one ?? null) === canonical(other ?? null)

function unlike(change: Change, approved: Change | undefined): string[] {
  if (approved === undefined) return [`${change.address}: ${change.operation} was not approved`]
  if (!isSame(change.before, approved.before)) return [`${change.address}: live is not what the approved plan saw`]
  if (!isSame(change.after, approved.after)) return [`${change.address}: would become something else than approved`]
  return []
}

const approvedBranches = ({ approved }: Terms, changes: readonly Numbered[]): Set<number> =>
  new Set(changes.flatMap(({ change }) => approved.get(keyOf(change))?.branch ?? []))

function endingsIn(plan: Plan, changes: readonly Numbered[]): string[] {
  const indexes = new Set(changes.map(({ index }) => index))
  const counted = plan.impact.connections.filter(({ by }) => indexes.has(by)).map(({ id }) => id)
  return [...new Set([...counted, ...changes.flatMap(({ change }) => change.ends)])]
}

const toRefused = ({
  branch,
  changes,
  reasons,
  rows,
}: Pick<RefusedBranch, 'branch' | 'reasons' | 'rows'> & { readonly changes: readonly Numbered[] }): RefusedBranch => ({
  branch,
  addresses: changes.map(({ change }) => change.address),
  ...{ reasons, rows },
})

/** Approved branches of which the fresh plan has nothing left: done already, or else somebody should know. */
function vanished({ present, branches, isAlready }: Terms): RefusedBranch[] {
  return [...branches.values()]
    .filter((changes) => changes.every(({ change }) => !present.has(keyOf(change))))
    .map((changes) => changes.filter(({ change }) => !isAlready(change)))
    .filter((undone) => undone.length > 0)
    .map((undone) => ({
      branch: null,
      addresses: undone.map(({ change }) => change.address),
      reasons: undone.map(({ change }) => `${change.address}: approved, and neither planned any more nor done`),
      rows: rowsOf(undone),
    }))
}

/** A plan is bound to its format, tool, tenant and scope, and to a day. */
function staleness(fresh: Plan, approved: Plan, now: number): string[] {
  const age = now - Date.parse(approved.createdAt)
  const reasons = [
    approved.formatVersion === fresh.formatVersion
      ? null
      : `it has format ${approved.formatVersion}, and this tool writes ${fresh.formatVersion}`,
    approved.tool === fresh.tool ? null : `it was made by ${approved.tool}, and this is ${fresh.tool}`,
    approved.platform.tenant === fresh.platform.tenant
      ? null
      : `it is for the tenant ${approved.platform.tenant}, and this is ${fresh.platform.tenant}`,
    isPartOf(approved.scope, fresh.scope)
      ? null
      : `its scope is ${scopeText(approved.scope)}, and this one's ${scopeText(fresh.scope)}`,
    !(age < -SKEW) ? null : `it was made at ${approved.createdAt}, which is yet to come`,
    age <= DAY ? null : `it was made at ${approved.createdAt}, more than 24 hours ago`,
  ]
  return reasons.filter((reason) => reason !== null)
}

/** Who approved the whole approved each part of it: a rollout may go in stages. */
const isPartOf = (whole: readonly string[], scope: readonly string[]): boolean =>
  whole.length === 0 || (scope.length > 0 && scope.every(matcher(whole)))
const scopeText = (scope: readonly string[]): string => (scope.length === 0 ? 'the whole estate' : scope.join(', '))
