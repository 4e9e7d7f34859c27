import { setTimeout as sleep } from 'node:timers/promises'
import { duration } from '../fields.js'
import type { Fault } from './fault.js'

/** Holds an answer back for so many milliseconds. */
export const latency: Fault<{ ms?: number }> = {
  name: 'latency',
  settings: { ms: duration },
  before: async (_exchange, { ms = 1000 }) => {
    await sleep(ms)
    return undefined
  },
}
