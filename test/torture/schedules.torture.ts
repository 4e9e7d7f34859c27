import { expect, test } from 'vitest'
import { keep, seed, times } from './figures.js'
import { runSchedules } from './schedules.js'

test('E10: whatever fails, nothing is lost, extra or written twice, and three quiet runs are enough', async () => {
  const { failures, ...figures } = await runSchedules(times(10_000, 100_000), seed)
  keep('1 random fault schedules', figures)
  const { schedules, lost, extra, repeated, converged } = figures
  expect({ lost, extra, repeated, converged }, failures.join('\n')).toEqual({
    ...{ lost: 0, extra: 0, repeated: 0 },
    converged: schedules,
  })
})
