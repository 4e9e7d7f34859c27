import { type Fault, isWrite } from './fault.js'

/** A write that is answered as if it had been done, and was not: a revocation among them, whose connection lives on. */
export const forgottenWrite: Fault = {
  name: 'forgotten-write',
  settings: {},
  applies: isWrite,
  before: (exchange) => {
    exchange.forgotten = true
    return undefined
  },
}
