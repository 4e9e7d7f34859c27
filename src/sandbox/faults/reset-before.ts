import type { Fault } from './fault.js'

/** Hangs up before anything is executed. */
export const resetBefore: Fault = {
  name: 'reset-before',
  settings: {},
  before: () => (response) => void response.socket?.resetAndDestroy(),
}
