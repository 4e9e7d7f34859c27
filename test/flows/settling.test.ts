import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCase } from '../support/random/index.js'
import {
  endedOtherwise,
  leftOpen,
  lostInVain,
  ranOtherwise,
  touched,
  unasked,
  undone,
  unsettled,
} from '../support/settling/checks.js'
import { settle } from '../support/settling/run.js'

const RUNS = Number(process.env.WRIT_SETTLING_RUNS ?? (process.env.CI ? 500 : 100))
const SEED = Number(process.env.WRIT_SETTLING_SEED ?? Date.now() % 2 ** 31)

test('E11: applied, then planned at the same date, an estate leaves nothing to change, and nothing else happened', async () => {
  let refused = 0
  const property = fc.asyncProperty(anyCase, async (each) => {
    const ran = await settle(each)
    if (ran === null) refused += 1
    fc.pre(ran !== null)
    if (ran === null) return
    expect(undone(ran), 'every planned change is done').toEqual([])
    expect(unsettled(ran), 'E11: a plan after apply has no changes').toEqual([])
    expect(endedOtherwise(ran), 'the connections that ended are those the plan named').toEqual([])
    expect(ranOtherwise(ran), 'what ran is what was planned plus what was predicted').toEqual([])
    expect(touched(ran), 'what the estate has no opinion on is byte for byte as before').toEqual([])
    expect(unasked(ran), 'E2: every change is asked for by a document').toEqual([])
    expect(lostInVain(ran), 'L13: what was permitted and is permitted lives on').toEqual([])
    expect(leftOpen(ran), 'nothing lives that is neither permitted nor held').toEqual([])
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: process.env.WRIT_SETTLING_QUICK === '1' })
  process.stdout.write(`settling: ${RUNS} cases, seed ${SEED}, ${refused} estates not valid\n`)
  expect(refused / (RUNS + refused), 'estates that the loader refuses').toBeLessThan(0.1)
}, 900_000)
