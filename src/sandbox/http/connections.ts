import { demandAlive } from '../connecting/alive.js'
import { connectByKey, demandByKey, type KeyWish } from '../connecting/by-key.js'
import { authorize, start } from '../connecting/flow.js'
import { askAgain, type Request, requestConsent } from '../connecting/request.js'
import { demandConnectable, meantUser, type Wish } from '../connecting/wish.js'
import type { Answer } from '../idempotency.js'
import { demandBody, existing, type Outcome, revokeConnection } from '../operations.js'
import { forbidden } from '../problems.js'
import { isOperator } from '../roles.js'
import type { ConnectionRow } from '../rows.js'
import { accept } from '../rules/invitations.js'
import { use } from '../using.js'
import { Write } from '../write.js'
import { answer, type Call, idempotencyKeyOf, preconditionOf } from './call.js'
import { comeBack, RETURNED } from './callback.js'
import { execute, executeAfter, executeRow, executeThen } from './execute.js'
import { withLegs } from './legs.js'
import type { Route } from './route.js'

/** Flows beside plain writes: connecting (U3, T6), using (C4), authenticating again (U6), revoking, accepting an invitation. */
export const flowRoutes: Route[] = [
  { method: 'POST', url: '/v1/connections', query: [], handle: byKey },
  { method: 'POST', url: '/v1/connections/request', query: [], handle: request },
  { method: 'POST', url: '/v1/connections/start', query: [], handle: begin },
  { method: 'GET', url: '/v1/connections/callback', query: RETURNED, open: true, handle: comeBack },
  { method: 'DELETE', url: '/v1/connections/:id', query: [], handle: revoke },
  { method: 'POST', url: '/v1/connections/:id/authorize', query: [], handle: giveConsent },
  { method: 'POST', url: '/v1/connections/:id/reauth', query: [], handle: (call) => onRow(call, askAgain) },
  { method: 'POST', url: '/v1/connections/:id/use', query: [], handle: useIt },
  { method: 'POST', url: '/v1/invitations/:id/accept', query: [], handle: acceptInvitation },
]

function byKey(call: Call): Answer {
  if (isDryRun(call)) return wouldBe(call, 'ConnectionByApiKey', (write) => demandByKey(write, call.body as KeyWish))
  return executeRow(call, (write) => {
    demandBody('ConnectionByApiKey', call.body)
    return { status: 201, row: connectByKey(write, call.body as KeyWish) }
  })
}

function request(call: Call): Answer {
  return executeRow(call, (write) => {
    demandBody('ConnectionRequest', call.body)
    return { status: 201, row: requestConsent(write, call.body as Request) }
  })
}

function begin(call: Call): Answer {
  const wish = call.body as Wish
  if (isDryRun(call)) {
    return wouldBe(call, 'ConnectionStart', (write) => demandConnectable(write, wish, meantUser(write, wish), 'oauth2'))
  }
  return execute(call, (write) => {
    demandBody('ConnectionStart', wish)
    return answer(201, start(write, wish))
  })
}

const isDryRun = ({ body }: Call): boolean => (body as Wish | null | undefined)?.dryRun === true

/** Whether it would be refused. Nothing is written, so that a token that may only read may ask as well. */
function wouldBe(call: Call, schema: string, judge: (write: Write) => unknown): Answer {
  idempotencyKeyOf(call)
  demandBody(schema, call.body)
  judge(new Write(call.platform, call.who))
  return answer(200, { allowed: true })
}

function giveConsent(call: Call): Answer {
  demandEmpty(call)
  return execute(call, (write) => answer(201, authorize(write, rowOf(write, call))))
}

function revoke(call: Call): Promise<Answer> {
  const end = (same: Call) =>
    executeRow(same, (write) => revokeConnection(write, same.params.id ?? '', preconditionOf(same)))
  return executeThen(call, end, (draft) => withLegs(call.platform, draft))
}

function useIt(call: Call): Promise<Answer> {
  demandEmpty(call)
  const { platform, who } = call
  const learn = () => demandAlive(platform, who, rowOf(new Write(platform, who), call))
  return executeAfter(call, learn, (same) => onRow(same, use))
}

function onRow(call: Call, work: (write: Write, row: ConnectionRow) => ConnectionRow): Answer {
  demandEmpty(call)
  return executeRow(call, (write): Outcome => ({ status: 200, row: work(write, rowOf(write, call)) }))
}

const rowOf = (write: Write, { params }: Call): ConnectionRow => existing(write, 'connections', params.id ?? '')

function acceptInvitation(call: Call): Answer {
  demandEmpty(call)
  return executeRow(call, (write): Outcome => {
    if (!isOperator(write.actor)) throw forbidden('Only operators accept on behalf of the invited.')
    return { status: 200, row: accept(write, existing(write, 'invitations', call.params.id ?? '')) }
  })
}

function demandEmpty({ body }: Call): void {
  demandBody('ConnectionUse', body ?? {})
}
