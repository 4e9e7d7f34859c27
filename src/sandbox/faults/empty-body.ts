import type { Fault } from './fault.js'

/** An answer of the right status with nothing in it. */
export const emptyBody: Fault = {
  name: 'empty-body',
  settings: {},
  after: (wire) => ({ ...wire, body: '' }),
}
