import { type Fault, withPage } from './fault.js'

/** A page gives out the cursor that led to it, so that whoever follows walks in a circle. */
export const repeatedCursor: Fault = {
  name: 'repeated-cursor',
  settings: {},
  applies: ({ query }) => query.cursor !== undefined,
  after: (wire, { query }) => withPage(wire, () => ({ next: String(query.cursor) })),
}
