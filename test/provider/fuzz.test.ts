import { expect, it } from 'vitest'
import { fuzzAnswers } from '../torture/fuzz-answers.js'

it('answers that no platform gives are refused, or can be worked with', async () => {
  const { cases, whole, crashes } = await fuzzAnswers({ cases: 500 }, 7)
  expect(crashes).toEqual([])
  expect(cases).toBe(500)
  // Both sorts came: what was refused, and what was harmless.
  expect(whole).toBeGreaterThan(50)
  expect(whole).toBeLessThan(450)
}, 60_000)
