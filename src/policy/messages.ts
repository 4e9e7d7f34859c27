import { enforced, type Gate, judgeLimit } from './gate.js'
import { effectiveLimits } from './limits.js'

/** How many people get a message: invitations. */
export const messages: Gate = (judged) => {
  const { messages: limit, floor } = effectiveLimits(judged.limits)
  const count = enforced(judged).filter(({ operation }) => operation === 'invite').length
  return judgeLimit(limit, floor, {
    rule: 'limits/messages',
    subject: 'plan',
    what: 'messages are sent',
    count,
    of: null,
  })
}
