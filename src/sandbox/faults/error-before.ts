import { whole } from '../fields.js'
import { type Fault, madeUp } from './fault.js'

/** A refusal of any status, 503 unless it says, before anything is executed. */
export const errorBefore: Fault<{ status?: number }> = {
  name: 'error-before',
  settings: { status: whole(400, 599) },
  before: (_exchange, { status = 503 }) => madeUp(status),
}
