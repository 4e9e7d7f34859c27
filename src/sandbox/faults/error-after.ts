import { whole } from '../fields.js'
import { type Fault, madeUp } from './fault.js'

/** What was asked for is done, and the answer says that it failed. */
export const errorAfter: Fault<{ status?: number }> = {
  name: 'error-after',
  settings: { status: whole(400, 599) },
  after: (_wire, _exchange, { status = 500 }) => madeUp(status),
}
