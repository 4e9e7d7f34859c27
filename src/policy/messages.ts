import { sendsMessage } from '../model/messages.js'
import { enforced, type Gate, judgeLimit } from './gate.js'
import { effectiveLimits } from './limits.js'

/** How many people get a message: invitations and requests for consent. */
export const messages: Gate = (judged) => {
  const { messages: limit, floor } = effectiveLimits(judged.limits)
  const count = enforced(judged).filter(sendsMessage).length
  return judgeLimit(limit, floor, {
    rule: 'limits/messages',
    subject: 'plan',
    what: 'messages are sent',
    count,
    of: null,
  })
}
