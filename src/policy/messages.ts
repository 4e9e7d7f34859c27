import { sendsMessage } from '../model/messages.js'
import { enforced, type Judged, judgeLimit } from './gate.js'
import { changesWhere, type LimitGate } from './limit-gate.js'
import { effectiveLimits } from './limits.js'

/** How many messages people get: invitations, and requests for consent or for authorising again. None can be unsent. */
export const messages: LimitGate = {
  name: 'messages',
  count,
  judge: (judged) => {
    const { messages: limit, floor } = effectiveLimits(judged.limits)
    return judgeLimit(limit, floor, {
      rule: 'limits/messages',
      subject: 'plan',
      what: 'messages are sent',
      count: count(judged),
      of: null,
    })
  },
  sort: (judged) => changesWhere(judged, sendsMessage),
}

function count(judged: Judged): number {
  return enforced(judged).filter(sendsMessage).length
}
