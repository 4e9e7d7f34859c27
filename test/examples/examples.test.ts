import { expect, test } from 'vitest'
import { renderPlan } from '../../src/report/plan.js'
import { beside, essence, json, openExample } from './plan-of.js'

/** After a change that is meant: `npx vitest run test/examples -u`, and read what it did to the plans. */
test.each(['three-levels', 'tiers', 'team', 'agency'])(
  '%s gives the plan that stands beside it, and after apply it is in sync (E11)',
  async (name) => {
    const { planned, run } = await openExample(name)
    const plan = await planned()
    await expect(`${renderPlan(plan, { width: 100, colour: false, most: 100 })}\n`).toMatchFileSnapshot(
      beside(name, 'plan.txt'),
    )
    await expect(`${json(essence(plan))}\n`).toMatchFileSnapshot(beside(name, 'plan.json'))
    const { result, reasons } = await run()
    const { refused, blocked, unknown, skipped } = result?.counts ?? {}
    expect({ refused, blocked, unknown, skipped }).toEqual({ refused: 0, blocked: 0, unknown: 0, skipped: 0 })
    expect(result?.extraEndings).toEqual([])
    expect(reasons.filter((reason) => reason === 'not-settled' || reason === 'partly-applied')).toEqual([])
    expect((await planned()).changes).toEqual([])
  },
  60_000,
)
