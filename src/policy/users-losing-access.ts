import { type Judged, judgeLimit, peopleOf, realUses } from './gate.js'
import { changesWhere, type LimitGate } from './limit-gate.js'
import { effectiveLimits } from './limits.js'
import { touches } from './touching.js'

/** How many people lose something; each counts once, and the percentage is of those in governed accounts. */
export const usersLosingAccess: LimitGate = {
  name: 'usersLosingAccess',
  count: (judged) => peopleOf(lost(judged)),
  judge: (judged) => {
    const { limits, live } = judged
    const { usersLosingAccess: limit, floor } = effectiveLimits(limits)
    const uses = lost(judged)
    return judgeLimit(limit, floor, {
      rule: 'limits/usersLosingAccess',
      subject: 'plan',
      what: 'people lose access',
      count: peopleOf(uses),
      among: peopleOf(uses.filter(({ account }) => live.connectionsOf.has(account))),
      of: live.usersWithAccess,
    })
  },
  sort: (judged) => changesWhere(judged, touches('closes', lost(judged))),
}

const lost = (judged: Judged) => realUses(judged.plan.impact.losing, judged)
