import { whole } from '../fields.js'
import { invalidAt } from '../problems.js'
import type { Fault } from './fault.js'

/** A cursor that was given out is not known any more: 422, or the status that it says, such as 410. */
export const expiredCursor: Fault<{ status?: number }> = {
  name: 'expired-cursor',
  settings: { status: whole(400, 499) },
  applies: ({ query }) => query.cursor !== undefined,
  before: (_exchange, { status = 422 }) => {
    const document = invalidAt('cursor', 'it has expired').document()
    const headers = { 'content-type': 'application/problem+json' }
    return { status, headers, body: JSON.stringify({ ...document, status }) }
  },
}
