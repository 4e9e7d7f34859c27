import { expect, test } from 'vitest'
import { keep, seed, times } from './figures.js'
import { fuzzAnswers } from './fuzz-answers.js'

test('no answer of a platform makes reading crash, hang, swell or change what all objects share', async () => {
  const seconds = times(60, 1_800)
  const { cases, whole, crashes, slowest, peakMiB } = await fuzzAnswers({ seconds }, seed)
  const figures = { cases, whole, crashes: crashes.length, seconds, 'slowest ms': slowest, 'peak MiB': peakMiB }
  keep('8 fuzzed answers', figures)
  expect(crashes.slice(0, 5)).toEqual([])
  expect({ hung: slowest > 1_000, swollen: peakMiB > 1_024 }).toEqual({ hung: false, swollen: false })
})
