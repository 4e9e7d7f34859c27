import { callback, connect, demandApiKeyApp, demandConnectable, start, type Wish } from '../connecting.js'
import type { Answer } from '../idempotency.js'
import { demandBody, existing, type Outcome, revokeConnection } from '../operations.js'
import { forbidden, invalidAt } from '../problems.js'
import { isOperator } from '../roles.js'
import { accept } from '../rules/invitations.js'
import { reauthorise, use } from '../using.js'
import type { Write } from '../write.js'
import { answer, type Call, preconditionOf } from './call.js'
import { execute, executeRow, transaction } from './execute.js'
import type { Route } from './route.js'

/** Flows beside plain writes: connecting (U3, T6), using (C4), authorising again (U6), revoking, accepting an invitation. */
export const flowRoutes: Route[] = [
  { method: 'POST', url: '/v1/connections', query: [], handle: byApiKey },
  { method: 'POST', url: '/v1/connections/start', query: [], handle: begin },
  { method: 'GET', url: '/v1/connections/callback', query: ['state', 'code'], open: true, handle: finish },
  { method: 'DELETE', url: '/v1/connections/:id', query: [], handle: revoke },
  { method: 'POST', url: '/v1/connections/:id/reauth', query: [], handle: (call) => onRow(call, reauthorise) },
  { method: 'POST', url: '/v1/connections/:id/use', query: [], handle: (call) => onRow(call, use) },
  { method: 'POST', url: '/v1/invitations/:id/accept', query: [], handle: acceptInvitation },
]

function byApiKey(call: Call): Answer {
  return execute(call, (write) => {
    const wish = wishOf(write, 'ConnectionByApiKey', call.body)
    demandApiKeyApp(write, wish.app)
    if (wish.dryRun) return answer(200, { allowed: true })
    const row = connect(write, wish, null)
    return answer(201, { ...row, effects: write.effects }, row.etag)
  })
}

function begin(call: Call): Answer {
  return execute(call, (write) => {
    const wish = wishOf(write, 'ConnectionStart', call.body)
    return wish.dryRun ? answer(200, { allowed: true }) : answer(201, start(write, wish))
  })
}

function wishOf(write: Write, schema: string, body: unknown): Wish {
  demandBody(schema, body)
  const wish = body as Wish
  demandConnectable(write, wish)
  return wish
}

/** Back from the third party: the state is the secret, so no token is asked for. */
function finish({ platform, query }: Call): Answer {
  const { state, code } = query
  if (!state) throw invalidAt('state', 'is required')
  if (!code) throw invalidAt('code', 'is required')
  return transaction(platform, () => {
    const { write, row } = callback(platform, state, code)
    return answer(201, { ...row, effects: write.effects }, row.etag)
  })
}

function revoke(call: Call): Answer {
  return executeRow(call, (write) => revokeConnection(write, call.params.id ?? '', preconditionOf(call)))
}

function onRow(call: Call, work: typeof use): Answer {
  demandEmpty(call)
  return executeRow(call, (write): Outcome => {
    const row = existing(write, 'connections', call.params.id ?? '')
    return { status: 200, row: work(write, row) }
  })
}

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
