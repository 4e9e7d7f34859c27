import type { Fault } from './fault.js'

/** Hangs up with everything done and nothing answered. */
export const resetAfter: Fault = {
  name: 'reset-after',
  settings: {},
  after: () => (response) => void response.socket?.resetAndDestroy(),
}
