import { heldOf, holding } from '../connecting/held.js'
import { duration, fieldsOf, oneOf } from '../fields.js'
import type { Answer } from '../idempotency.js'
import { ROUTES } from '../oauth/provider.js'
import type { ThirdParty } from '../oauth/third-party.js'
import { notFound } from '../problems.js'
import { answer, type Call } from './call.js'
import { demandOperator } from './control.js'
import type { Route } from './route.js'

/** The sandbox's third party, outside the contract: where it is, what it gave for a connection, and how it misbehaves. */
export const thirdPartyRoutes: Route[] = [
  { method: 'GET', url: '/sandbox/third-party', query: ['connection'], handle: show },
  { method: 'POST', url: '/sandbox/third-party', query: [], handle: adjust },
]

/** With `connection`, its client and token, so that anybody can ask the third party whether it is still good (RFC 7662). */
async function show(call: Call): Promise<Answer> {
  demandOperator(call)
  const { platform, query } = call
  const { url } = platform.thirdParty
  const about = { issuer: url, introspectionEndpoint: `${url}${ROUTES.introspection}` }
  if (query.connection === undefined) return answer(200, about)
  const row = platform.store.get('connections', query.connection)
  const held = row ? await holding(platform, row) : heldOf(platform.store.sql, query.connection)
  if (!held) throw notFound(`token of ${query.connection}`)
  const { client, account, refresh } = held
  return answer(200, { ...about, connection: query.connection, client, account, token: refresh })
}

function adjust(call: Call): Answer {
  demandOperator(call)
  const { thirdParty } = call.platform
  const tests = { fails: oneOf('down', 'error', null), accessTokenSeconds: duration }
  const wanted = fieldsOf<Pick<ThirdParty, 'fails' | 'accessTokenSeconds'>>(call.body, tests)
  if (wanted.fails !== undefined) thirdParty.fails = wanted.fails
  thirdParty.accessTokenSeconds = wanted.accessTokenSeconds ?? thirdParty.accessTokenSeconds
  return answer(200, { fails: thirdParty.fails, accessTokenSeconds: thirdParty.accessTokenSeconds })
}
