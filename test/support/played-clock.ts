import { setImmediate as breath } from 'node:timers/promises'
import type { Clock } from '../../src/provider/http/clock.js'

/** Runs something on a clock that jumps to the next moment as soon as everybody waits: hours take milliseconds. */
export async function play<T>(work: (clock: Clock) => Promise<T>): Promise<T> {
  let now = 0
  let order = 0
  const waiting: { at: number; order: number; wake: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        waiting.push({ at: now + Math.max(0, milliseconds), order: order++, wake })
      }),
  }
  let isDone = false
  const result = work(clock).finally(() => {
    isDone = true
  })
  result.catch(() => {})
  for (;;) {
    await breath()
    if (isDone) return result
    const next = waiting.sort((a, b) => a.at - b.at || a.order - b.order).shift()
    if (next === undefined) throw new Error('everybody waits, and nobody for the time')
    now = next.at
    next.wake()
  }
}
