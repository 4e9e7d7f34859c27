import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Prepared } from '../../src/apply/batches.js'
import { stepKey } from '../../src/apply/step-key.js'
import type { Plan } from '../../src/model/generated/plan.js'
import { QUICK, startPlatform } from '../support/platform.js'
import { acmeCloud } from '../support/seed.js'
import { change, planOf } from './plan-of.js'
import { etagOf, run } from './run.js'

const value = fc.oneof(fc.string(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }), fc.constant(null))
const fields = fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), value, { maxKeys: 3 })

/** A step: what changes, and the write that it became. */
const step: fc.Arbitrary<Prepared> = fc
  .record({
    address: fc.constantFrom('project/acme/a', 'project/acme/b', 'account/acme#integrations.slack'),
    operation: fc.constantFrom('create', 'update'),
    id: fc.option(fc.string({ maxLength: 4 })),
    ifMatch: fc.option(fc.string({ maxLength: 4 })),
    before: fc.option(fields),
    after: fc.option(fields),
    ends: fc.option(fc.array(fc.string({ maxLength: 3 }), { maxLength: 2 })),
  })
  .map(({ address, operation, id, ifMatch, before, after, ends }) => ({
    index: 0,
    change: change({ address, operation, before, after, target: { collection: 'projects', id } } as never),
    write: {
      ...{ operation: 'upsert', collection: 'projects', id, ifMatch, body: {} },
      ...(ends === null ? {} : { expectConnections: ends }),
    } as Prepared['write'],
  }))

const steps = fc.array(step, { minLength: 1, maxLength: 3 })
const plan = fc.record({ digest: fc.string({ maxLength: 3 }), revision: fc.nat(5) }).map(({ digest, revision }) => {
  const made = planOf([])
  return { ...made, digests: { ...made.digests, plan: digest }, platform: { ...made.platform, revision } } as Plan
})

/** As another process would have it: the same values, and no object in common. */
const elsewhere = <T>(given: T): T => JSON.parse(JSON.stringify(given)) as T
const told = (of: Plan, made: readonly Prepared[]) => ({
  plan: of.digests.plan,
  revision: of.platform.revision,
  steps: made.map(({ change: { address, operation, before, after }, write }) => [
    ...[address, operation, before, after, write.id, write.ifMatch],
    'expectConnections' in write ? write.expectConnections : null,
  ]),
})

it('the same step of the same plan has the same key in another process', () => {
  fc.assert(
    fc.property(plan, steps, (of, made) => {
      expect(stepKey(elsewhere(of), elsewhere(made))).toBe(stepKey(of, made))
    }),
  )
})

it('anything that differs, of plan, state or step, makes another key', () => {
  fc.assert(
    fc.property(plan, steps, plan, steps, (of, made, other, others) => {
      const areAlike = JSON.stringify(sortKeys(told(of, made))) === JSON.stringify(sortKeys(told(other, others)))
      expect(stepKey(of, made) === stepKey(other, others)).toBe(areAlike)
    }),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(plan, step, step, (of, one, other) => {
      const mixed = { ...one, write: other.write }
      const areAlike = JSON.stringify(sortKeys(told(of, [one]))) === JSON.stringify(sortKeys(told(of, [mixed])))
      expect(stepKey(of, [one]) === stepKey(of, [mixed])).toBe(areAlike)
    }),
    { numRuns: 500 },
  )
})

it('the platform answers a step that is sent again, from memory, and executes it once', async () => {
  const { call, open } = await startPlatform(acmeCloud())
  const port = open(QUICK)
  const body = { account: 'acc_acme', name: 'hera' }
  const write = { operation: 'upsert' as const, collection: 'projects' as const, id: null, ifMatch: null, body }
  const again = open(QUICK)
  const [first] = await port.write([write], { idempotencyKey: 'a step', fencing: null })
  const [second] = await again.write([write], { idempotencyKey: 'a step', fencing: null })
  expect(first).toMatchObject({ status: 'done' })
  expect(second).toEqual(first)
  const { items } = (await call('GET', '/v1/audit-events?collection=projects&limit=1000')) as { items: object[] }
  expect(items.filter((event) => JSON.stringify(event).includes('hera'))).toHaveLength(1)
})

it('a thing that was removed since is created anew, and not answered from memory', async () => {
  const { call, open } = await startPlatform(acmeCloud())
  const port = open(QUICK)
  const creation = change({
    ...{ address: 'project/acme/hera', operation: 'create', before: null, after: { labels: {} } },
    target: { collection: 'projects', id: null },
  })
  const first = await port.read(() => true)
  const at = (revision: number) => ({ plan: { platform: { ...planOf([]).platform, revision } } })
  expect((await run(port, first, [creation], at(first.revision))).statuses).toEqual(['done'])
  const second = await port.refresh(first)
  const hera = [...second.rows.projects.values()].find(({ name }) => name === 'hera')
  await call('DELETE', `/v1/projects/${hera?.id}`, undefined, {
    'if-match': `"${etagOf(second, 'projects', hera?.id ?? '')}"`,
  })
  const third = await port.refresh(second)
  const again = await run(port, third, [creation], at(third.revision))
  expect(again.statuses).toEqual(['done'])
  expect([...(again.readBack?.rows.projects.values() ?? [])].map(({ name }) => name)).toContain('hera')
})

function sortKeys(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(sortKeys)
  if (given === null || typeof given !== 'object') return given
  return Object.entries(given)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, sortKeys(each)])
}
