import { expect, test } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { validatePlan } from '../../src/plan/generated/validators.js'
import { renderPlan } from '../../src/report/plan.js'
import { openExample } from '../examples/plan-of.js'

const EXAMPLES = ['three-levels', 'tiers', 'team', 'agency']
const LOOKS = { width: 100, colour: false, most: 100 }

test.each(EXAMPLES)('E5: the plan of %s is plain data that its published schema describes', async (name) => {
  const { planned } = await openExample(name)
  const plan = await planned()
  expect(plan.changes.length).toBeGreaterThan(0)
  expect(validatePlan(plan)).toEqual([])
  expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan)
})

test('E5: a plan that was stored and read again tells the same, to the letter', async () => {
  const { planned } = await openExample('agency')
  const plan = await planned()
  const stored = JSON.parse(JSON.stringify(plan)) as Plan
  expect(renderPlan(stored, LOOKS)).toBe(renderPlan(plan, LOOKS))
})

test('E5: what was run is the plan that was shown: the same value, the same digests', async () => {
  const { planned, run } = await openExample('agency')
  const shown = await planned()
  const { plan, result } = await run()
  expect(plan.digests.outcome).toBe(shown.digests.outcome)
  expect(plan.changes).toEqual(shown.changes)
  expect(result?.counts.done).toBe(shown.changes.length)
})
