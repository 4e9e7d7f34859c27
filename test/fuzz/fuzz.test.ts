import { expect, test } from 'vitest'
import { planFrom } from '../../src/commands/support/plan-file.js'
import { Fault } from '../../src/model/fault.js'
import { examplePlan } from '../report/example-plans.js'
import { fuzzDocuments } from '../torture/fuzz-documents.js'
import { fuzzPlanFiles } from '../torture/fuzz-plan-files.js'

const PATIENCE = 180_000
const SEED = 20_261_122

test(
  'whatever stands in an estate, it is loaded or told, with known codes and places',
  async () => {
    const { cases, crashes } = await fuzzDocuments({ cases: 400 }, SEED)
    expect([cases, crashes]).toEqual([400, []])
  },
  PATIENCE,
)

test(
  'whatever stands in a plan file, it is refused, or shown and held against a fresh plan',
  async () => {
    const { cases, crashes, read } = await fuzzPlanFiles({ cases: 1_500 }, SEED)
    expect([cases, crashes]).toEqual([1_500, []])
    // Not everything is refused, or the rest were tried on nothing.
    expect(read).toBeGreaterThan(100)
  },
  PATIENCE,
)

test('found by fuzzing: a plan file of 50,000 levels is refused in one line', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  const text = JSON.stringify(examplePlan('three-levels')).replace(/"before":\{/, `"before":{"x":${deep},`)
  const read = () => planFrom('plan.json', text)
  expect(read).toThrow(Fault)
  expect(read).toThrow('plan.json is deeper than 100 levels')
})
