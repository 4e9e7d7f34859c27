import type { Fault } from './fault.js'

/** An answer that is JSON and says nothing: `{}`. */
export const emptyObject: Fault = {
  name: 'empty-object',
  settings: {},
  after: (wire) => ({ ...wire, body: '{}' }),
}
