import type { Estate } from '../model/document.js'
import type { Guards, Plan, Verdict } from '../model/generated/plan.js'
import type { Snapshot } from '../model/snapshot.js'
import { byHand, DEFAULT_DRIFT } from '../plan/by-hand.js'
import { holdShrunk, rowCounts, shrinkGuard } from '../plan/shrink.js'
import { anyOf, NamedHolds, type Withheld } from '../plan/withhold.js'
import { judgePlan, refused } from '../policy/index.js'
import type { ReadPort } from '../provider/port.js'
import type { Planning, RunOptions } from './options.js'
import { attributed, close, finish, judgedOf, planOver, type Sided } from './plan-over.js'
import { openPolicies } from './policies.js'

/** A plan that its guards have nothing more against, or refuse; and how to plan the same over what lives afterwards. */
export interface Guarded extends Planning {
  readonly again: (snapshot: Snapshot) => Plan
}

/**
 * Plans, and as long as a guard wants something left out, plans again without it: so everything that needs it, and all
 * that would follow from it, is left out too, and what remains is judged as the plan that it is. Each round names
 * something new, so that it ends.
 */
export async function guardedPlan(
  estate: Estate,
  snapshot: Snapshot,
  port: ReadPort,
  options: RunOptions,
): Promise<Guarded> {
  const guards = guardsOf(snapshot, options)
  const named = new NamedHolds()
  const guarding = { ...options, guards, withhold: anyOf([holdShrunk(guards.shrink), named.holds]) }
  // Policies judge before the first write; what lives afterwards is only looked at, and is no failure of the run.
  const again = (of: Snapshot) => finish(planOver(estate, of, guarding), estate, options)
  const skipped = new Map<string, Verdict>()
  for (;;) {
    const policies = openPolicies(estate, snapshot, options)
    try {
      const sided = await attributed(planOver(estate, snapshot, guarding, policies?.watch), snapshot, port)
      if (named.add(handsOf(sided, estate, options))) continue
      const judged = judgedOf(sided, estate, options)
      const verdicts = [...judgePlan(judged), ...((await policies?.verdicts(sided.plan)) ?? [])]
      const over = options.onRefusal === 'skip' ? refused(judged, verdicts) : []
      if (!named.add(over.map(({ change, verdict }) => [change, leftOut(verdict)]))) {
        return { snapshot, again, plan: close(sided, [...toldOnce(skipped, verdicts), ...verdicts], options) }
      }
      for (const { verdict } of over) remember(skipped, verdict)
    } finally {
      await policies?.close()
    }
  }
}

/** A limit that tripped is told as it first did. */
function remember(skipped: Map<string, Verdict>, verdict: Verdict): void {
  const key = keyOf(verdict)
  const message = `${verdict.message}; left out with all that needs it`
  if (!skipped.has(key)) skipped.set(key, { ...verdict, effect: 'hold', message })
}

/** What goes on refusing although all that it names was left out, for it denies what lives, is told by that alone. */
function toldOnce(skipped: ReadonlyMap<string, Verdict>, verdicts: readonly Verdict[]): Verdict[] {
  const refusing = new Set(verdicts.filter(({ effect }) => effect === 'refuse').map(keyOf))
  return [...skipped.values()].filter((verdict) => !refusing.has(keyOf(verdict)))
}

const keyOf = ({ rule, subject }: Verdict): string => `${rule} ${subject}`

const leftOut = ({ rule, message }: Verdict): Withheld => ({
  reason: rule.startsWith('limits/') ? 'limit' : 'rule',
  message: `${rule.replace(/^limits\//, '')}: ${message}`,
  ...(rule === 'limits/usersGainingAccess' ? { rest: 'closes' } : {}),
  ...(OF_CLOSING.has(rule.replace(/\.perAccount$/, '')) ? { rest: 'opens' } : {}),
})

/** Limits that count what a change closes: what else it opens goes on. */
const OF_CLOSING = new Set(['limits/usersLosingAccess', 'limits/revokedConnections', 'limits/disabledIntegrations'])

function handsOf({ plan }: Sided, { config }: Estate, { unattended }: RunOptions) {
  return unattended === true ? byHand(plan.changes, { ...DEFAULT_DRIFT, ...config.drift }) : []
}

/** What watches over a planning: whether lists came too short since the newest record (E4). */
export const guardsOf = (
  snapshot: Snapshot,
  { lastSeen = null, confirmShrink = [], unattended = false }: RunOptions,
): Guards => ({
  shrink: shrinkGuard(rowCounts(snapshot), lastSeen, confirmShrink),
  unattended,
})
