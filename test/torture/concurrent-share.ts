import { expect } from 'vitest'
import { runConcurrent } from './concurrent.js'
import { keep, times } from './figures.js'

/** So many files share the work, one for each processor of a small machine. */
const SHARES = 2

/** One share of the rounds, and what must come of it. */
export async function runConcurrentShare(nth: number): Promise<void> {
  const figures = await runConcurrent(times(200, 2000) / SHARES, { nth, of: SHARES })
  keep('4 2 to 8 applies at once', { ...figures }, nth)
  const { rounds, old, fenced, converged } = figures
  expect({ old, converged }).toEqual({ old: 0, converged: rounds })
  expect(fenced).toBeGreaterThanOrEqual(rounds * 0.5)
}
