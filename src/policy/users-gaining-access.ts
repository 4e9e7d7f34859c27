import { type Judged, judgeLimit, peopleOf, realUses } from './gate.js'
import { changesWhere, type LimitGate } from './limit-gate.js'
import { effectiveLimits } from './limits.js'
import { touches } from './touching.js'

/** How many people gain something, each counted once: a door opened too wide is a mistake too. */
export const usersGainingAccess: LimitGate = {
  name: 'usersGainingAccess',
  count,
  judge: (judged) => {
    const { usersGainingAccess: limit, floor } = effectiveLimits(judged.limits)
    return judgeLimit(limit, floor, {
      rule: 'limits/usersGainingAccess',
      subject: 'plan',
      what: 'people gain access',
      count: count(judged),
      of: null,
    })
  },
  sort: (judged) => changesWhere(judged, touches('opens', realUses(judged.plan.impact.gaining, judged))),
}

function count(judged: Judged): number {
  return peopleOf(realUses(judged.plan.impact.gaining, judged))
}
