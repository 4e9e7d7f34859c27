import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IMPORTED } from '../../src/engine/import.js'
import { live } from '../support/random/live.js'
import { QUIET, type Round, roundOf, unrest } from './importing.js'

// Each case is a random platform: sown, imported into files, loaded and planned over. CI tries more; the same each time.
const RUNS = Number(process.env.WRIT_IMPORT_RUNS ?? (process.env.CI ? 300 : 60))
const SEED = Number(process.env.WRIT_IMPORT_SEED ?? 271828)

/** How often what import decides about came about: nothing may hold only because it never happened. */
const seen = { report: 0, outside: 0, connections: 0, templates: 0, sets: 0, exceptions: 0, left: 0 }

function count({ texts, imported }: Round): void {
  const all = [...texts.values()].join('---\n')
  const times = (pattern: RegExp) => [...all.matchAll(pattern)].length
  seen.report += times(/unpermitted: report/g)
  seen.outside += imported.left.filter(({ message }) => message.includes('not in the allow-list')).length
  seen.connections += times(/^kind: Connection$/gm)
  seen.templates += times(/^template: /gm)
  seen.sets += times(/^kind: AccountSet$/gm)
  seen.exceptions += times(/^# Differs from/gm)
  seen.left += imported.left.length
}

const holds = (round: Round) => {
  count(round)
  expect(unrest(round)).toEqual(QUIET)
  expect(round.plan.coverage.accounts.total).toBeGreaterThanOrEqual(round.plan.coverage.accounts.governed)
}

test('E19: whatever lives, its import is valid and its plan has no changes, errors, held or pending', async () => {
  const property = fc.asyncProperty(live, async (seed) => holds(await roundOf(seed)))
  await fc.assert(property, { numRuns: RUNS, seed: SEED })
}, 600_000)

test('with --sets-by too, where sets say what is alike and documents what differs', async () => {
  const property = fc.asyncProperty(live, fc.subarray([...IMPORTED]), async (seed, kinds) => {
    fc.pre(seed.accounts.some(({ labels }) => 'tier' in labels))
    holds(await roundOf(seed, { setsBy: 'tier', kinds: kinds.length > 4 ? kinds : null }))
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED })
}, 600_000)

test('and for some of the kinds, where what they name stands by its name', async () => {
  const property = fc.asyncProperty(live, fc.subarray([...IMPORTED], { minLength: 1 }), async (seed, kinds) =>
    holds(await roundOf(seed, { kinds })),
  )
  await fc.assert(property, { numRuns: RUNS, seed: SEED })
  process.stdout.write(`import: ${RUNS} cases each, seed ${SEED}, seen ${JSON.stringify(seen)}\n`)
  for (const [what, times] of Object.entries(seen)) expect(times, `${what} never came about`).toBeGreaterThan(0)
}, 600_000)
