import { type Gate, judgeLimit, peopleOf } from './gate.js'
import { effectiveLimits } from './limits.js'

/** How many people gain something: a door opened too wide is a mistake too. */
export const usersGainingAccess: Gate = (judged) => {
  const { plan, limits } = judged
  const { usersGainingAccess: limit, floor } = effectiveLimits(limits)
  const count = peopleOf(plan.impact.gaining, judged)
  return judgeLimit(limit, floor, {
    rule: 'limits/usersGainingAccess',
    subject: 'plan',
    what: 'people gain access',
    count,
    of: null,
  })
}
