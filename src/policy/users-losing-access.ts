import { type Gate, judgeLimit, peopleOf } from './gate.js'
import { effectiveLimits } from './limits.js'

/** How many people lose something; each counts once. */
export const usersLosingAccess: Gate = (judged) => {
  const { plan, limits, live } = judged
  const { usersLosingAccess: limit, floor } = effectiveLimits(limits)
  const count = peopleOf(plan.impact.losing, judged)
  return judgeLimit(limit, floor, {
    rule: 'limits/usersLosingAccess',
    subject: 'plan',
    what: 'people lose access',
    count,
    of: live.usersWithAccess,
  })
}
