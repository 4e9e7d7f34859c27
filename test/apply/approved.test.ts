import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { approve } from '../../src/apply/approved.js'
import type { Change, Plan } from '../../src/model/generated/plan.js'
import { validatePlan } from '../../src/plan/generated/validators.js'
import { change, planOf } from './plan-of.js'

const NOW = Date.parse('2026-11-22T15:00:00Z')
const nothing = () => false
const everything = () => true

const toggle = (name: string, branch: number, more: Partial<Change> = {}): Change =>
  change({
    address: `account/${name}#integrations.slack`,
    branch,
    before: { enabled: true },
    after: { enabled: false },
    target: { collection: 'account-integrations', id: `acc_${name}.slack` },
    ...more,
  })
const ending = (id: string, by: number) => ({
  id,
  account: 'a',
  app: 'slack',
  project: null,
  owner: null,
  name: null,
  how: 'ended' as const,
  by,
})
const endings = (...connections: ReturnType<typeof ending>[]): Partial<Plan> => ({
  impact: { losing: [], gaining: [], workflows: [], connections },
  effects: connections.map(({ id, by }) => ({
    address: `connection/${id}`,
    operation: 'end',
    before: {},
    after: null,
    by,
  })),
})

describe('apply --approved', () => {
  it('runs everything of a plan that is as approved', () => {
    const plan = planOf([toggle('a', 0), toggle('b', 1)])
    expect(approve(plan, plan, NOW, nothing)).toEqual({ stale: [], runs: new Set([0, 1]), refused: [] })
  })

  it('E6: a branch runs when each change it still has is in the approved plan with the same address, operation, before and after', () => {
    const approved = planOf([toggle('a', 0), toggle('b', 1), toggle('c', 2), toggle('d', 3)])
    const fresh = planOf([
      toggle('a', 7),
      toggle('b', 8, { before: { enabled: false } }),
      toggle('c', 9, { after: { enabled: false, projects: [] } }),
      toggle('d', 10, { operation: 'create' }),
      toggle('e', 11),
    ])
    const { runs, refused } = approve(fresh, approved, NOW, everything)
    expect([...runs]).toEqual([0])
    expect(refused.map(({ branch, reasons }) => [branch, reasons.length])).toEqual([
      [8, 1],
      [9, 1],
      [10, 1],
      [11, 1],
    ])
  })

  it('E6: what an approved revocation ends is named by its address, which the digest covers', () => {
    const revocation = (id: string, of = id) =>
      change({
        ...{ address: `connection/${id}`, operation: 'revoke', before: {}, after: null },
        target: { collection: 'connections', id: of },
      })
    const fresh = planOf([toggle('a', 0, { ends: ['con_1'] })])
    const run = (revoked: Change) =>
      approve(fresh, planOf([toggle('a', 0), { ...revoked, branch: 1 }]), NOW, everything).runs
    expect(run(revocation('con_1')).size).toBe(1)
    expect(run(revocation('con_2', 'con_1')).size).toBe(0)
  })

  it('each approved change that a branch lacks must be already as planned', () => {
    const approved = planOf([toggle('a', 0), toggle('b', 0, { needs: [0] })])
    const fresh = planOf([toggle('b', 0)])
    expect([...approve(fresh, approved, NOW, everything).runs]).toEqual([0])
    const { runs, refused } = approve(fresh, approved, NOW, nothing)
    expect(runs.size).toBe(0)
    expect(refused).toMatchObject([
      { branch: 0, reasons: ['account/a#integrations.slack: approved, and neither planned any more nor done'] },
    ])
  })

  it('a branch that fell apart, since what held it together is done, runs in its parts', () => {
    const approved = planOf([toggle('a', 0), toggle('b', 0, { needs: [0] }), toggle('c', 0, { needs: [1] })])
    const fresh = planOf([toggle('a', 0), toggle('c', 1)])
    expect(approve(fresh, approved, NOW, ({ address }) => address.startsWith('account/b'))).toMatchObject({
      runs: new Set([0, 1]),
      refused: [],
    })
  })

  it('the connections that end must be among the approved ones', () => {
    const approved = planOf([toggle('a', 0), toggle('b', 1)], endings(ending('con_1', 0), ending('con_2', 1)))
    const fewer = planOf([toggle('a', 0), toggle('b', 1)], endings(ending('con_1', 0)))
    expect(approve(fewer, approved, NOW, nothing).runs.size).toBe(2)
    const more = planOf([toggle('a', 0), toggle('b', 1)], endings(ending('con_1', 0), ending('con_3', 1)))
    expect(approve(more, approved, NOW, nothing)).toMatchObject({
      runs: new Set([0]),
      refused: [{ branch: 1, reasons: [expect.stringContaining('con_3')] }],
    })
  })

  it('a connection that was written into an approved plan where its digest does not look is not approved', () => {
    const approved = { ...planOf([toggle('a', 0)]), ...endings(ending('con_1', 0)), effects: [] }
    const fresh = planOf([toggle('a', 0)], endings(ending('con_1', 0)))
    expect(approve(fresh, approved, NOW, nothing).refused).toMatchObject([
      { reasons: [expect.stringContaining('con_1')] },
    ])
  })

  it('an approved branch of which nothing is left is done, or it is listed', () => {
    const approved = planOf([toggle('a', 0), toggle('b', 1)])
    const fresh = planOf([toggle('a', 0)])
    expect(approve(fresh, approved, NOW, ({ address }) => address.startsWith('account/b')).refused).toEqual([])
    expect(approve(fresh, approved, NOW, nothing)).toMatchObject({
      runs: new Set([0]),
      refused: [{ branch: null, addresses: ['account/b#integrations.slack'] }],
    })
  })

  it('origins and causes are not compared', () => {
    const fresh = planOf([toggle('a', 0, { origin: 'drift', causes: [3], undo: 'none', reason: 'other words' })])
    expect(approve(fresh, planOf([toggle('a', 0)]), NOW, nothing).runs.size).toBe(1)
  })

  it('E19: what is only observed is neither run nor missed', () => {
    const approved = planOf([toggle('a', 0, { observed: true }), toggle('b', 1)])
    const fresh = planOf([toggle('b', 1), toggle('c', 2, { observed: true })])
    expect(approve(fresh, approved, NOW, nothing)).toEqual({ stale: [], runs: new Set([0]), refused: [] })
  })

  it('E6: a plan out of a file counts like the one that was written: neither undefined members nor prototypes differ', () => {
    const after = Object.assign(Object.create(null), { enabled: true, uses: undefined }) as Record<string, unknown>
    const fresh = planOf([toggle('a', 0, { before: null, after })])
    const approved = JSON.parse(JSON.stringify(fresh)) as Plan
    expect(approve(fresh, approved, NOW, nothing)).toMatchObject({ refused: [], runs: new Set([0]) })
  })

  it('E6: a stage runs its part of what was approved whole, and misses nothing of the next; more than was approved is stale', () => {
    const approved = planOf([toggle('a', 0), toggle('b', 0), toggle('c', 1)])
    const stage = planOf([toggle('a', 0)], { scope: ['account/a'] })
    expect(approve(stage, approved, NOW, nothing)).toEqual({ stale: [], runs: new Set([0]), refused: [] })
    const lost = approve(planOf([], { scope: ['account/a'] }), approved, NOW, nothing)
    expect(lost.refused.flatMap(({ addresses }) => addresses)).toEqual(['account/a#integrations.slack'])
    const narrow = planOf([toggle('a', 0)], { scope: ['account/a*'] })
    expect(approve(stage, narrow, NOW, nothing).stale).toEqual([])
    expect(approve(planOf([toggle('b', 0)], { scope: ['account/b'] }), narrow, NOW, nothing).stale).toHaveLength(1)
  })

  it('E6: a revocation that was approved lies where its connection is used', () => {
    const revoke = change({
      ...{ address: 'connection/con_1', operation: 'revoke', before: {}, after: null },
      target: { collection: 'connections', id: 'con_1' },
    })
    const approved = planOf([revoke], endings(ending('con_1', 0)))
    const missing = (scope: string) => approve(planOf([], { scope: [scope] }), approved, NOW, nothing).refused.length
    expect([missing('account/a'), missing('account/b')]).toEqual([1, 0])
  })

  it.each<[string, Partial<Plan>]>([
    ['more than 24 hours', { createdAt: '2026-11-21T14:59:59.000Z' }],
    ['more than 24 hours', { createdAt: 'yesterday' }],
    ['yet to come', { createdAt: '2026-12-31T00:00:00.000Z' }],
    ['tenant', { platform: { environment: null, tenant: 'other', url: '', revision: 1, writePower: true } }],
    ['made by', { tool: 'writ 0.2.0' }],
    ['scope', { scope: ['account/a'] }],
  ])('a plan that is stale by its %s runs nothing', (reason, more) => {
    const { stale, runs } = approve(planOf([toggle('a', 0)]), planOf([toggle('a', 0)], more), NOW, everything)
    expect(stale).toEqual([expect.stringContaining(reason)])
    expect(runs.size).toBe(0)
  })

  const anyChange = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), on: fc.boolean(), branch: fc.nat(2) })
  const anyChanges = fc.uniqueArray(anyChange, { selector: ({ name }) => name, maxLength: 5 })
  const build = (changes: readonly { name: string; on: boolean; branch: number }[]) =>
    planOf(
      changes.map(({ name, on, branch }) => toggle(name, branch, { before: { enabled: !on }, after: { enabled: on } })),
    )

  it('whatever was approved and whatever is planned now: only approved changes run, whole branches or nothing', () => {
    const property = fc.property(anyChanges, anyChanges, fc.boolean(), (now, then, done) => {
      const [fresh, approved] = [build(now), build(then)]
      const { runs, refused } = approve(fresh, approved, NOW, () => done)
      for (const index of runs)
        expect(approved.changes).toContainEqual(
          expect.objectContaining({ address: fresh.changes[index]?.address, after: fresh.changes[index]?.after }),
        )
      for (const branch of new Set(fresh.changes.map((each) => each.branch))) {
        const indexes = fresh.changes.flatMap((each, index) => (each.branch === branch ? [index] : []))
        const running = indexes.filter((index) => runs.has(index)).length
        expect([0, indexes.length]).toContain(running)
        expect(refused.some((each) => each.branch === branch)).toBe(running === 0)
      }
    })
    fc.assert(property, { numRuns: 500 })
  })

  it('a plan approves itself, in any order of its branches', () => {
    fc.assert(
      fc.property(anyChanges, (changes) => {
        const reordered = build([...changes].reverse())
        expect(approve(reordered, build(changes), NOW, nothing)).toMatchObject({
          refused: [],
          runs: new Set(changes.keys()),
        })
      }),
    )
  })
})

describe('a plan file', () => {
  it('fits its schema, and every mistake in it is named with its place', () => {
    const plan = planOf([toggle('a', 0), toggle('b', 1, { before: null, after: null })])
    expect(validatePlan(JSON.parse(JSON.stringify(plan)))).toEqual([])
    expect(validatePlan({ ...plan, formatVersion: 2, extra: 1, scope: [1] })).toEqual([
      { pointer: '', detail: 'unknown field "extra"' },
      { pointer: '/formatVersion', detail: 'must be 1' },
      { pointer: '/scope/0', detail: 'must be string' },
    ])
    expect(validatePlan(null)).toHaveLength(1)
  })
})
