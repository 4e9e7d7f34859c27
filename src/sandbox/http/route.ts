import type { Answer } from '../idempotency.js'
import type { Call } from './call.js'

/** One line of the contract: where, which query parameters, and what happens. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  /** Known query parameters; one that ends in a dot stands for all that begin so. */
  query: readonly string[]
  /** Open to anybody who knows the address: the caller of such a route has no token. */
  open?: true
  handle(call: Call): Answer | Promise<Answer>
}
