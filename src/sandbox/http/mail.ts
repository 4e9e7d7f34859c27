import { fieldsOf, text } from '../fields.js'
import type { Answer } from '../idempotency.js'
import { sentMails } from '../mail/outbox.js'
import { invalidAt } from '../problems.js'
import { bounceInvitations } from '../waiting.js'
import { answer, type Call, integerIn } from './call.js'
import { demandOperator } from './control.js'
import type { Route } from './route.js'

/** The sandbox's mail, outside the contract: what was sent, and addresses that turn out not to exist. */
export const mailRoutes: Route[] = [
  { method: 'GET', url: '/sandbox/outbox', query: ['to', 'limit'], handle: outbox },
  { method: 'POST', url: '/sandbox/bounce', query: [], handle: bounce },
]

function outbox(call: Call): Answer {
  demandOperator(call)
  const { platform, query } = call
  return answer(200, { items: sentMails(platform, query.to, integerIn(query, 'limit', 100, 1, 1000)) })
}

function bounce(call: Call): Answer {
  demandOperator(call)
  const { email } = fieldsOf<{ email: string }>(call.body, { email: text })
  if (email === undefined) throw invalidAt('/email', 'is required')
  return answer(200, { bounced: bounceInvitations(call.platform, email) })
}
