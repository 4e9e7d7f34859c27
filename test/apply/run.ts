import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import schema from '../../schema/events.schema.json' with { type: 'json' }
import { type ApplyContext, type ApplyResult, applyPlan } from '../../src/apply/apply.js'
import type { RunEvent } from '../../src/model/generated/events.js'
import type { Change, Plan } from '../../src/model/generated/plan.js'
import type { Collection, Snapshot } from '../../src/model/snapshot.js'
import type { WritePort } from '../../src/provider/port.js'
import { planOf } from './plan-of.js'

const validEvent = new Ajv2020({ allowUnionTypes: true }).compile(schema)
let runs = 0

export interface Ran extends ApplyResult {
  readonly events: readonly RunEvent[]
  /** The statuses, in the plan's order. */
  readonly statuses: readonly string[]
}

/** Executes changes and checks on the way that every event fits its schema. */
export async function run(
  port: WritePort,
  snapshot: Snapshot,
  changes: readonly Change[],
  more: Partial<ApplyContext> & { plan?: Partial<Plan> } = {},
): Promise<Ran> {
  const events: RunEvent[] = []
  const emit = (event: RunEvent) => {
    expect(validEvent(event), JSON.stringify({ event, errors: validEvent.errors })).toBe(true)
    events.push(event)
  }
  const { plan, ...context } = more
  const result = await applyPlan(planOf(changes, plan), {
    port,
    snapshot,
    runId: `run-${runs++}`,
    clock: Date.now,
    parallelism: 4,
    emit,
    ...context,
  })
  return { ...result, events, statuses: result.outcomes.map(({ status }) => status) }
}

export const etagOf = (snapshot: Snapshot, collection: Collection, id: string): string => {
  const row = snapshot.rows[collection].get(id)
  if (!row) throw new Error(`no ${collection} ${id}`)
  return row.etag
}
