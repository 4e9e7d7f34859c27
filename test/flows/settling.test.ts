import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLive, permitted } from '../support/naive.js'
import { anyCase } from '../support/random/index.js'
import { CHECKS } from '../support/settling/checks.js'
import { type Ran, settle } from '../support/settling/run.js'

// Each case is a random platform and a random estate, over HTTP and through files. `npm test` tries 100, CI 500;
// WRIT_SETTLING_RUNS says how many, WRIT_SETTLING_SEED repeats a run, and fast-check prints the path of a failure.
const RUNS = Number(process.env.WRIT_SETTLING_RUNS ?? (process.env.CI ? 500 : 100))
/** The same cases each time, so that nobody's change fails by another's luck; `random` looks for new ones. */
const given = process.env.WRIT_SETTLING_SEED ?? '33046838'
const SEED = given === 'random' ? Date.now() & 0x7fffffff : Number(given)

/** How often what the properties speak about came about: nothing may hold only because it never happened. */
const seen = { refused: 0, changes: 0, effects: 0, revoked: 0, ended: 0, kept: 0, held: 0, renamed: 0, removed: 0 }

function count({ plan, before, after }: Ran): void {
  const sort = (how: string) => plan.impact.connections.filter((each) => each.how === how).length
  const acts = (operation: string) => plan.changes.filter((each) => each.operation === operation).length
  seen.changes += plan.changes.length
  seen.effects += plan.effects.length
  seen.revoked += sort('revoked')
  seen.ended += sort('ended')
  seen.held += plan.held.length
  seen.renamed += acts('rename')
  seen.removed += acts('remove')
  seen.kept += after.connections.filter(
    (row) => isLive(row) && permitted(before, row, false) && permitted(after, row, false),
  ).length
}

test('E11: applied, then planned at the same date, an estate leaves nothing to change, and nothing else happened', async () => {
  const property = fc.asyncProperty(anyCase, async (each) => {
    const ran = await settle(each)
    if (ran === null) seen.refused += 1
    fc.pre(ran !== null)
    count(ran)
    for (const [what, check] of CHECKS) expect(check(ran), what).toEqual([])
  })
  process.stdout.write(`settling: ${RUNS} cases, seed ${SEED}\n`)
  await fc.assert(property, { numRuns: RUNS, seed: SEED })
  process.stdout.write(`settling: seen ${JSON.stringify(seen)}\n`)
  expect(seen.refused / (RUNS + seen.refused), 'estates that the loader refuses').toBeLessThan(0.1)
  if (RUNS >= 100)
    for (const [what, times] of Object.entries(seen)) expect(times, `${what} never came about`).toBeGreaterThan(0)
}, 900_000)
