import { setTimeout as sleep } from 'node:timers/promises'

/** Time as a value, so that pauses can be played through without waiting. In milliseconds. */
export interface Clock {
  readonly now: () => number
  /** Ends early, and without an error, when the signal comes. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

export const wallClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => {}),
}
