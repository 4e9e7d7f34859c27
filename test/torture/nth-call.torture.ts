import { expect, test } from 'vitest'
import { keep, seed, times } from './figures.js'
import { runNthCalls } from './nth-call.js'

test('E10: whichever call of plan and apply fails, in any of six ways, nothing is lost, extra or written twice', async () => {
  const { failures, ...figures } = await runNthCalls(times(1, 40), seed)
  keep('2 every Nth call failing', { ...figures })
  const { cases, lost, extra, repeated, converged } = figures
  expect({ lost, extra, repeated, converged }, failures.join('\n')).toEqual({
    ...{ lost: 0, extra: 0, repeated: 0 },
    converged: cases,
  })
})
