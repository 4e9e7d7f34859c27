import { expect } from 'vitest'
import { keep, seed, times } from './figures.js'
import { runSchedules } from './schedules.js'

/** So many files share the work, one for each processor of a small machine. */
const SHARDS = 2

/** One share of the random fault schedules, and what must come of it. */
export async function runShard(shard: number): Promise<void> {
  // A machine that has other work to do may try fewer: WRIT_TORTURE_SCHEDULES says how many.
  const wanted = Number(process.env.WRIT_TORTURE_SCHEDULES ?? times(10_000, 100_000))
  const { failures, ...figures } = await runSchedules(wanted / SHARDS, seed + shard * 1_000_000)
  keep('1 random fault schedules', figures, shard)
  const { schedules, lost, extra, repeated, converged } = figures
  expect({ lost, extra, repeated, converged }, failures.join('\n')).toEqual({
    ...{ lost: 0, extra: 0, repeated: 0 },
    converged: schedules,
  })
}
