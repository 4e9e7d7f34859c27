import { type Gate, judgeLimit } from './gate.js'
import { effectiveLimits } from './limits.js'

/** How many people gain something: a door opened too wide is a mistake too. */
export const usersGainingAccess: Gate = ({ plan, limits }) => {
  const { usersGainingAccess: limit, floor } = effectiveLimits(limits)
  const count = new Set(plan.impact.gaining.map(({ user }) => user)).size
  return judgeLimit(limit, floor, {
    rule: 'limits/usersGainingAccess',
    subject: 'plan',
    what: 'people gain access',
    count,
    of: null,
  })
}
