import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCase } from '../support/random/index.js'
import { CHECKS } from '../support/settling/checks.js'
import { settle } from '../support/settling/run.js'
import { count, seen } from '../support/settling/seen.js'

// Each case is a random platform and a random estate, over HTTP and through files. `npm test` tries 100, CI 500;
// WRIT_SETTLING_RUNS says how many, WRIT_SETTLING_SEED repeats a run, and fast-check prints the path of a failure.
const RUNS = Number(process.env.WRIT_SETTLING_RUNS ?? (process.env.CI ? 500 : 100))
/** The same cases each time, so that nobody's change fails by another's luck; `random` looks for new ones. */
const given = process.env.WRIT_SETTLING_SEED ?? '33046838'
const SEED = given === 'random' ? Date.now() & 0x7fffffff : Number(given)

test('E11: applied, then planned at the same date, an estate leaves nothing to change, and nothing else happened', async () => {
  let refused = 0
  const property = fc.asyncProperty(anyCase, async (each) => {
    const ran = await settle(each)
    if (ran === null) refused += 1
    fc.pre(ran !== null)
    count(ran)
    for (const [what, check] of CHECKS) expect(check(ran), what).toEqual([])
  })
  process.stdout.write(`settling: ${RUNS} cases, seed ${SEED}\n`)
  await fc.assert(property, { numRuns: RUNS, seed: SEED })
  process.stdout.write(`settling: seen ${JSON.stringify(seen)}\n`)
  expect(refused / (RUNS + refused), 'estates that the loader refuses').toBeLessThan(0.1)
  if (RUNS >= 100)
    for (const [what, times] of Object.entries(seen)) expect(times, `${what} never came about`).toBeGreaterThan(0)
}, 900_000)
