import { expect } from 'vitest'
import { keep, times } from './figures.js'
import { runKills } from './kill.js'

/** So many files share the work, one for each processor of a small machine. */
const SHARES = 2

/** One share of the real kills, and what must come of it. */
export async function runKillShare(nth: number): Promise<void> {
  const { failures, ...figures } = await runKills(times(100, 1000) / SHARES, { nth, of: SHARES })
  keep('3 kill -9 over the built CLI', figures, nth)
  const { loops, killed, converged, lost, extra, repeated, unproven } = figures
  expect(killed).toBeGreaterThanOrEqual(loops * 0.9)
  expect({ converged, lost, extra, repeated, unproven }, failures.join('\n')).toEqual({
    ...{ converged: loops, lost: 0, extra: 0, repeated: 0, unproven: 0 },
  })
}
