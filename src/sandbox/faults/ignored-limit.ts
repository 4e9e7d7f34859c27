import { whole } from '../fields.js'
import { type Fault, isPage } from './fault.js'

/** Pages of a size of its own, 10 unless it says, whatever was asked for; the cursors are right. */
export const ignoredLimit: Fault<{ to?: number }> = {
  name: 'ignored-limit',
  settings: { to: whole(1, 1000) },
  applies: (exchange) => isPage(exchange) && exchange.query.limit !== undefined,
  before: ({ query }, { to = 10 }) => {
    query.limit = String(to)
    return undefined
  },
}
