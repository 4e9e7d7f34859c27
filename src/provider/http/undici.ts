import { createRequire } from 'node:module'
import type undici from 'undici'
import type { buildConnector, Dispatcher } from 'undici'

// The front door of undici also loads fetch, WebSockets, caches and mocks, and Node's own copy of itself: half of its
// loading time, which every plan would pay. Its version is pinned, so what lies behind the door stays where it is.
const load = createRequire(import.meta.url)

export const Agent = load('undici/lib/dispatcher/agent.js') as typeof undici.Agent

export type Connector = buildConnector.connector
/** Makes what opens connections, with TLS where the address asks for it. */
export const connector = load('undici/lib/core/connect.js') as typeof buildConnector

const send = load('undici/lib/api/api-request.js') as (
  this: Dispatcher,
  options: Dispatcher.RequestOptions,
) => Promise<Dispatcher.ResponseData>

/** undici's `request`, through a dispatcher of one's own. */
export const request = (dispatcher: Dispatcher, options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData> =>
  send.call(dispatcher, options)
