import { matcher } from '../model/address.js'
import type { Change, Verdict } from '../model/generated/plan.js'
import type { Judged } from './gate.js'
import { changesWhere, type LimitGate } from './limit-gate.js'

/** A change that a verdict names, and why it is left out. */
export interface Skipped {
  readonly change: Change
  readonly verdict: Verdict
}

/**
 * What `--on-refusal skip` leaves out: of a tripped limit, all changes that what it counts comes from; of a policy, what
 * it names and what lies below. A verdict about the plan as a whole, a role or an expectation names nothing that could
 * be left out, and goes on refusing.
 */
export function refusedChanges(
  judged: Judged,
  verdicts: readonly Verdict[],
  limits: readonly LimitGate[],
): readonly Skipped[] {
  return verdicts
    .filter(({ effect }) => effect === 'refuse')
    .flatMap((verdict) =>
      indexesOf(judged, verdict, limits).flatMap((index) => {
        const change = judged.plan.changes[index]
        return change === undefined ? [] : [{ change, verdict }]
      }),
    )
}

function indexesOf(judged: Judged, verdict: Verdict, limits: readonly LimitGate[]): number[] {
  const { rule, subject } = verdict
  const limit = limits.find(({ name }) => rule.split('.')[0] === `limits/${name}`)
  if (limit !== undefined) return limit.sort(judged, verdict)
  if (!rule.startsWith('policy/') || subject === 'plan') return []
  const isNamed = matcher([subject])
  return changesWhere(judged, ({ address }) => isNamed(address))
}
