import { address } from '../model/address.js'
import type { Verdict } from '../model/generated/plan.js'
import type { OverrideRule } from '../model/override.js'
import type { Gate, Judged } from './gate.js'
import type { LimitGate } from './limit-gate.js'

/**
 * A limit that an Override can let one plan pass (E8). The Override must name the limit and the outcome digest of exactly
 * this plan, must not have ended, and its `max` must not be less than all that the limit counts in the whole plan: then
 * the limit passes in each of its parts, its percentage and its accounts included, for they are parts of that number.
 * With an approved plan, whose changes alone will run, the approved plan's outcome is as good as the fresh one's.
 * One Override never passes two limits, nor a part of one.
 */
export const passable =
  (limit: LimitGate): Gate =>
  (judged) =>
    limit.judge(judged).map((verdict) => overridden(verdict, limit.count(judged), limit, judged))

function overridden(verdict: Verdict, count: number, { name }: LimitGate, judged: Judged): Verdict {
  const stated = judged.overrides.filter(({ limit }) => limit === name)
  const passing = stated.find((each) => whyNot(each, count, judged) === null)
  if (passing !== undefined) {
    const at = address('override', passing.name)
    return { ...verdict, count, effect: 'pass', override: at, message: `${verdict.message}; passed by ${at}` }
  }
  const why = stated.map((each) => `${address('override', each.name)} ${whyNot(each, count, judged)}`)
  return { ...verdict, count, message: [verdict.message, ...why].join('; ') }
}

/** Why an Override of a limit does not let this plan pass, or null. */
function whyNot({ outcome, until, max }: OverrideRule, count: number, { outcomes, day }: Judged): string | null {
  if (!outcomes.includes(outcome)) return 'is for another plan'
  if (day > until) return `ended on ${until}`
  return count > max ? `allows ${max}, and this plan counts ${count}` : null
}
