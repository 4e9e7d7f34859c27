import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import type { Doc } from '../support/naive-estate.js'
import { acme, connection, declared, NO_LIMITS, planned, settled, tenant } from '../support/planning.js'

const SKIP = { run: { onRefusal: 'skip' as const } }
const held = (plan: Plan) => plan.held.map(({ reason, address }) => `${reason} ${address}`)
const steps = (plan: Plan) => plan.changes.map(({ operation, address }) => `${operation} ${address}`)
const config = (limits: object) => ({ config: { limits: { ...NO_LIMITS, ...limits } } })

const project = (name: string, more: object = {}): Doc => ({ kind: 'Project', account: 'acme', name, ...more })
const invited = { department: 'IT', designation: 'Clerk', manager: 'olga@acme.example' }
const two = () => tenant({ connections: [connection('con_1', { name: 'a' }), connection('con_2', { name: 'b' })] })

describe('--on-refusal skip: what a tripped limit counts is left out whole, and the rest goes on', () => {
  const DOCS = declared({
    showIntegrations: false,
    integrations: { slack: { enabled: false }, zoom: { enabled: true, projects: ['apollo'] } },
  })
  DOCS.push(project('apollo'))

  test('stop is what happens otherwise: nothing at all is written', async () => {
    const { applied } = await settled(two(), DOCS, config({ revokedConnections: { max: 1 } }))
    expect([applied.reasons, applied.result]).toEqual([['refused'], null])
  })

  test('what ends too many connections is held and told as the limit told it; the run ends with 3', async () => {
    const limits = config({ revokedConnections: { max: 1, perAccount: { max: 'none' } } })
    const { applied, admin } = await settled(two(), DOCS, { ...limits, ...SKIP })
    const { plan, reasons } = applied
    expect(held(plan)).toEqual(['limit account/acme#integrations.slack'])
    expect(plan.verdicts).toMatchObject([
      { rule: 'limits/revokedConnections', effect: 'hold', value: 2, allowed: 1, subject: 'plan' },
    ])
    expect([plan.impact.connections, reasons]).toEqual([[], ['protected']])
    expect(await admin.setting('accounts/acc_acme', 'slack')).toMatchObject({ enabled: true })
    expect(await admin.setting('accounts/acc_acme', 'zoom')).toMatchObject({ enabled: true })
  })

  test('the sort is left out whole, not as far as the limit reaches', async () => {
    const docs = [
      ...declared(),
      ...['con_1', 'con_2'].map((id, at) => ({
        ...{ kind: 'Connection', account: 'acme', app: 'slack', name: at === 0 ? 'a' : 'b', id, ensure: 'absent' },
      })),
    ]
    const limits = config({ revokedConnections: { max: 1, perAccount: { max: 'none' } } })
    expect(held(await planned(two(), docs, { ...limits, ...SKIP }))).toEqual([
      ...['limit connection/con_1', 'limit connection/con_2'],
    ])
  })

  test('in one account it is that account’s alone', async () => {
    const beta = acme({
      ...{ id: 'acc_beta', name: 'beta', projects: [], users: [{ email: 'ana@acme.example', role: 'owner' }] },
      integrations: { slack: { enabled: true } },
      connections: [connection('con_beta')],
    })
    const seed = { ...(two() as object), accounts: [...(two() as { accounts: object[] }).accounts, beta] }
    const docs = [
      ...declared({ integrations: { slack: { enabled: false } } }),
      { kind: 'Account', name: 'beta', integrations: { slack: { enabled: false } } },
    ]
    const limits = config({ revokedConnections: { max: 'none', perAccount: { max: 1 } } })
    const plan = await planned(seed, docs, { ...limits, ...SKIP })
    expect(held(plan)).toEqual(['limit account/acme#integrations.slack'])
    expect(steps(plan)).toEqual(['update account/beta#integrations.slack'])
  })

  test('what needs it goes with it: a project that cannot go keeps its groups', async () => {
    const docs = [...declared(), project('apollo', { ensure: 'absent' })]
    const plan = await planned(tenant(), docs, { ...config({ removedObjects: { max: 1 } }), ...SKIP })
    expect([held(plan), steps(plan), plan.effects]).toEqual([['limit project/acme/apollo'], [], []])
  })

  test('of what both opens and closes only the tripped side is left out', async () => {
    const docs = declared({ integrations: { slack: { enabled: true, projects: ['zeus'] } } })
    docs.push(project('zeus'))
    const seed = tenant({ integrations: { slack: { enabled: true, projects: ['apollo'], newProjects: false } } })
    const shut = await planned(seed, docs, { ...config({ disabledIntegrations: { max: 0 } }), ...SKIP })
    expect(held(shut)).toEqual(['limit account/acme#integrations.slack'])
    expect(shut.changes[0]?.after).toEqual({ projects: ['apollo', 'zeus'] })
  })

  test('messages are left out, and only they', async () => {
    const people = ['x', 'y'].map((name) => ({
      kind: 'User',
      account: 'acme',
      email: `${name}@acme.example`,
      ...invited,
    }))
    const docs = [...declared({ showIntegrations: false }), ...people]
    const plan = await planned(tenant(), docs, { ...config({ messages: { max: 1 } }), ...SKIP })
    expect(held(plan)).toEqual(['limit user/acme/x@acme.example', 'limit user/acme/y@acme.example'])
    expect(steps(plan)).toEqual(['update account/acme'])
  })

  test('a policy that denies what lives already goes on refusing, and is told once', async () => {
    const policy = {
      ...{ kind: 'Policy', name: 'menu', severity: 'deny', on: 'account', message: 'The menu is to be shown.' },
      assert: 'account.showIntegrations && account.name != "acme"',
    }
    const { verdicts, changes } = await planned(tenant(), [...declared({ showIntegrations: false }), policy], SKIP)
    expect(verdicts.map(({ rule, effect, subject }) => [rule, effect, subject])).toEqual([
      ['policy/menu', 'refuse', 'account/acme'],
    ])
    expect(changes).toEqual([])
  })

  test('an expectation names nothing that could be left out: it refuses all the same', async () => {
    const set = { kind: 'AccountSet', name: 'all', match: 'all', expect: { min: 9 }, showIntegrations: false }
    const { applied } = await settled(tenant(), [...declared(), set], SKIP)
    expect([applied.reasons, applied.result]).toEqual([['refused'], null])
  })
})

const app = fc.constantFrom('slack', 'zoom', 'hubspot')
const few = fc.oneof(fc.nat(2), fc.constant('none' as const))
const wishes = fc.record({
  off: fc.uniqueArray(app, { maxLength: 2 }),
  on: fc.uniqueArray(app, { maxLength: 2 }),
  menu: fc.boolean(),
  members: fc.subarray(['ana@acme.example', 'bo@acme.example', 'olga@acme.example']),
  gone: fc.subarray(['con_1', 'con_2', 'con_3']),
  invites: fc.nat(2),
  archived: fc.boolean(),
  limits: fc.record({
    revokedConnections: fc.record({ max: few, perAccount: fc.record({ max: few }) }),
    usersLosingAccess: fc.record({ max: few }),
    usersGainingAccess: fc.record({ max: few }),
    disabledIntegrations: fc.record({ max: few }),
    removedObjects: fc.record({ max: few }),
    messages: fc.record({ max: few }),
  }),
})
type Wishes = typeof wishes extends fc.Arbitrary<infer T> ? T : never

const live = () => {
  const own = ['con_1', 'con_2', 'con_3'].map((id, at) =>
    connection(id, { name: id, project: at === 0 ? 'apollo' : 'zeus' }),
  )
  const integrations = Object.fromEntries(
    ['slack', 'zoom'].map((name) => [name, { enabled: true, projects: ['apollo', 'zeus'], newProjects: false }]),
  )
  return tenant({ connections: own, integrations })
}

function wanted({ off, on, menu, members, gone, invites, archived }: Wishes): Doc[] {
  const entries = [
    ...on.map((name) => [name, { enabled: true, projects: ['apollo', 'zeus'], newProjects: false }]),
    ...off.map((name) => [name, { enabled: false }]),
  ]
  const opened = Object.fromEntries(
    on.filter((name) => !off.includes(name)).map((name) => [name, { enabled: true, groupTypes: ['internal'] }]),
  )
  return [
    ...declared({
      showIntegrations: menu,
      ...(entries.length > 0 ? { integrations: Object.fromEntries(entries) } : {}),
    }),
    project('apollo', archived ? { state: 'archived' } : {}),
    project('zeus', Object.keys(opened).length > 0 ? { integrations: opened } : {}),
    { kind: 'Group', account: 'acme', project: 'zeus', name: 'sales', members },
    ...gone.map((id) => ({ kind: 'Connection', account: 'acme', app: 'slack', name: id, id, ensure: 'absent' })),
    ...Array.from({ length: invites }, (_, at) => ({
      kind: 'User',
      account: 'acme',
      email: `n${at}@acme.example`,
      ...invited,
    })),
  ]
}

const CLOSING = ['revokedConnections', 'usersLosingAccess', 'disabledIntegrations', 'removedObjects']

test('E8: what remains trips nothing and can be executed, and no other sort than the tripped ones is left out', async () => {
  await fc.assert(
    fc.asyncProperty(wishes, async (of) => {
      const documents = wanted(of)
      const free = await planned(live(), documents, { config: { limits: { ...NO_LIMITS, messages: { max: 'none' } } } })
      const { applied } = await settled(live(), documents, { config: { limits: of.limits }, ...SKIP })
      const { plan, result, reasons } = applied
      expect(plan.verdicts.filter(({ effect }) => effect === 'refuse')).toEqual([])
      expect(reasons.filter((reason) => reason !== 'protected')).toEqual([])
      expect(result?.failed ?? 0).toBe(0)
      const tripped = plan.verdicts.map(({ rule }) => rule.slice(7).split('.')[0] ?? '')
      expect(tripped.length > 0).toBe(plan.held.some(({ reason }) => reason === 'limit'))
      const kept = new Set(steps(plan))
      const isFree = (change: Plan['changes'][number]): boolean =>
        change.needs.every((need) => {
          const needed = free.changes[need]
          return needed !== undefined && needed.direction === change.direction && isFree(needed)
        })
      const lost = (direction: string) =>
        free.changes.filter(
          (each) => each.direction === direction && isFree(each) && !kept.has(`${each.operation} ${each.address}`),
        )
      if (!tripped.includes('usersGainingAccess')) expect(lost('opens')).toEqual([])
      if (!tripped.some((name) => CLOSING.includes(name))) expect(lost('closes')).toEqual([])
      if (!tripped.includes('messages'))
        expect(plan.held.some(({ address }) => address.startsWith('user/acme/n'))).toBe(false)
    }),
    { numRuns: 12 },
  )
}, 120_000)
