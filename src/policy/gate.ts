import { parseAddress } from '../model/address.js'
import type { LimitMax, LimitPercent, Limits } from '../model/generated/documents.js'
import type { Plan, Access as Use, Verdict } from '../model/generated/plan.js'
import type { OverrideRule } from '../model/override.js'
import type { Powers } from './powers.js'

/** What the gates judge: the plan, and what was live before in accounts that the estate governs and that were read whole. */
export interface Judged {
  readonly plan: Pick<Plan, 'changes' | 'effects' | 'impact' | 'held' | 'guards'>
  readonly limits: Limits
  readonly live: LiveTotals
  readonly powers: Powers
  readonly overrides: readonly OverrideRule[]
  /** The outcome digests that name what will run: this plan's and, where only an approved plan's changes will, that one's. */
  readonly outcomes: readonly string[]
  /** The day on which dates are judged, `YYYY-MM-DD`, UTC. */
  readonly day: string
  /** Is it a one-off act? It does what it names, whatever else a list may miss. */
  readonly acting?: boolean
  /** Sets that do not match as many accounts as they expect. */
  readonly unexpected: readonly { readonly address: string; readonly message: string }[]
}

export interface LiveTotals {
  readonly connections: number
  readonly connectionsOf: ReadonlyMap<string, number>
  readonly settingsOn: number
  /** Of each kind that can be removed. */
  readonly objects: Readonly<Record<string, number>>
  /** Accounts that are only observed: no limit counts what would happen there (E19). */
  readonly observed: ReadonlySet<string>
  /** People who may use anything; worked out only when a limit asks. */
  readonly usersWithAccess: () => number
}

/** One veto: it looks at a plan and says what it holds against it. */
export type Gate = (judged: Judged) => Verdict[]

export interface Limit {
  readonly max?: LimitMax
  readonly percent?: LimitPercent
}

/** What a limit counts. */
export interface Counted {
  readonly rule: string
  readonly subject: string
  /** What is counted, in the plural. */
  readonly what: string
  readonly count: number
  /** Of how many that were live before; null where no percentage applies. */
  readonly of: (() => number) | null
  /** How many of the counted are among those that the percentage is of; all of them where absent. */
  readonly among?: number
}

/** Trips when a count is over its maximum or its percentage; equal passes, and so does a percentage of a few. */
export function judgeLimit(
  limit: Limit,
  floor: number,
  { rule, subject, what, count, of, among = count }: Counted,
): Verdict[] {
  const verdict = (value: number, allowed: number, unit: 'count' | 'percent'): Verdict => {
    const message = unit === 'percent' ? `too large a part of all: ${count} ${what}` : `too many ${what}`
    return { rule, effect: 'refuse', subject, message, value, allowed, unit }
  }
  if (typeof limit.max === 'number' && count > limit.max) return [verdict(count, limit.max, 'count')]
  if (limit.percent === undefined || limit.max === 'none' || of === null || among <= floor) return []
  const total = of()
  const percent = total === 0 ? 100 : (100 * among) / total
  return percent > limit.percent ? [verdict(Math.round(percent * 10) / 10, limit.percent, 'percent')] : []
}

/** Changes that are only observed count in no limit (E19). */
export const enforced = ({ plan }: Judged) => plan.changes.filter(({ observed }) => observed !== true)

/** Is what a change brings about going to happen? */
export const happens =
  ({ plan }: Judged) =>
  ({ by }: { readonly by: number }): boolean =>
    plan.changes[by]?.observed !== true

/** The uses that really come or go. Observed accounts count where the registry really changes. */
export const realUses = (uses: readonly Use[], judged: Judged): Use[] => {
  const switched = new Set(
    enforced(judged).flatMap(({ address }) => (address.startsWith('app/') ? [appOf(address)] : [])),
  )
  return uses.filter(({ account, app }) => switched.has(app) || !judged.live.observed.has(account))
}

/** How many people some uses are about; each counts once. */
export const peopleOf = (uses: readonly Use[]): number => new Set(uses.map(({ user }) => user)).size

const appOf = (address: string): string => parseAddress(address).parts[0] ?? ''
