import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { holdShrunk, type LastSeen, rowsToRemember, shrinkGuard } from '../../src/plan/shrink.js'
import { renderPlan } from '../../src/report/plan.js'
import type { Doc } from '../support/naive-estate.js'
import { connection, declared, planned, settled, tenant } from '../support/planning.js'

const AT = '2026-06-14T22:00:00.000Z'
const seen = (rows: Record<string, number>): LastSeen => ({ at: AT, rows })
const stateOf = (before: number, now: number) => shrinkGuard({ users: now }, seen({ users: before }), []).state

describe('E4: a list that falls by more than a fifth and by more than ten rows is in doubt', () => {
  it.each([
    [50, 40, 'on', 'a fifth, and ten'],
    [54, 43, 'tripped', 'eleven, and more than a fifth'],
    [55, 44, 'on', 'eleven, and just a fifth'],
    [11, 0, 'tripped', 'all of eleven'],
    [10, 0, 'on', 'all of ten'],
    [1000, 800, 'on', 'just a fifth of many'],
    [1000, 799, 'tripped', 'one more'],
    [100, 400, 'on', 'growing'],
  ])('%i to %i: %s (%s)', (before, now, state) => expect(stateOf(before, now)).toBe(state))

  it('as a plain count says for any two numbers', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (before, now) => {
        const tripped = now < before - 10 && now < before * 0.8
        expect(stateOf(before, now)).toBe(tripped ? 'tripped' : 'on')
      }),
    )
  })

  it('without a record the guard is off, and of what was not read whole it says nothing', () => {
    expect(shrinkGuard({ users: 0 }, null, [])).toEqual({ state: 'off', since: null, shrunk: [] })
    expect(shrinkGuard({}, seen({ users: 500 }), []).state).toBe('on')
    expect(shrinkGuard({ users: 0 }, seen({}), []).state).toBe('on')
  })

  it('each list is confirmed by itself', () => {
    const last = seen({ users: 100, groups: 100 })
    const state = (...confirmed: string[]) => shrinkGuard({ users: 0, groups: 0 }, last, confirmed).state
    expect([state(), state('users'), state('projects'), state('users', 'groups')]).toEqual([
      ...['tripped', 'tripped', 'tripped', 'confirmed'],
    ])
  })
})

describe('what a run remembers', () => {
  it('is what it saw; of a shrink nobody confirmed, and of what it did not read whole, what was seen before', () => {
    const last = seen({ users: 100, groups: 100, apps: 5 })
    const now = { users: 10, groups: 20, projects: 3 }
    const guard = shrinkGuard(now, last, ['groups'])
    expect(rowsToRemember(now, last, guard)).toEqual({ users: 100, groups: 20, projects: 3, apps: 5 })
  })

  it('so that a refused run teaches the next one nothing, however often it runs', () => {
    let last = seen({ users: 100 })
    for (let run = 0; run < 5; run++) {
      const guard = shrinkGuard({ users: 12 }, last, [])
      expect(guard.state).toBe('tripped')
      last = seen(rowsToRemember({ users: 12 }, last, guard))
    }
  })
})

it('holds what shuts, goes or is revoked, and what may be there already; what opens goes on', () => {
  const holds = holdShrunk(shrinkGuard({ users: 10 }, seen({ users: 100 }), []))
  const held = (
    operation: 'create' | 'update' | 'remove' | 'revoke' | 'invite',
    direction: 'opens' | 'closes' | 'mixed' | 'neutral',
    collection: string,
  ) => holds({ address: 'a', operation, direction, target: { collection } })?.reason ?? null
  expect(held('update', 'closes', 'account-integrations')).toBe('shrink')
  expect(held('update', 'mixed', 'account-integrations')).toBe('shrink')
  expect(held('remove', 'neutral', 'templates')).toBe('shrink')
  expect(held('revoke', 'closes', 'connections')).toBe('shrink')
  expect(held('create', 'neutral', 'users')).toBe('shrink')
  expect(held('invite', 'neutral', 'users')).toBe('shrink')
  expect([
    held('create', 'opens', 'groups'),
    held('update', 'opens', 'accounts'),
    held('update', 'neutral', 'users'),
  ]).toEqual([null, null, null])
})

describe('a plan over a list that shrank since the last record', () => {
  const live = () => tenant({ connections: [connection('con_ana')] })
  const docs: Doc[] = declared({
    showIntegrations: false,
    integrations: { slack: { enabled: false }, zoom: { enabled: true, projects: ['apollo'] } },
  })
  docs.push({ kind: 'Project', account: 'acme', name: 'apollo' })
  const last = { lastSeen: seen({ users: 400 }) }
  const shutting = ['account/acme', 'account/acme#integrations.slack']

  test('holds all that closes, opens the rest, and ends with 3', async () => {
    const { applied, admin } = await settled(live(), docs, { run: last })
    const { plan, reasons } = applied
    expect(plan.held.map(({ address, reason }) => [reason, address])).toEqual(shutting.map((each) => ['shrink', each]))
    expect(plan.changes.map(({ address }) => address)).toEqual(['account/acme#integrations.zoom'])
    expect([plan.impact.connections, reasons]).toEqual([[], ['protected']])
    expect(plan.guards.shrink).toMatchObject({ state: 'tripped', since: AT, shrunk: [{ collection: 'users' }] })
    expect(await admin.setting('accounts/acc_acme', 'slack')).toMatchObject({ enabled: true })
    const text = renderPlan(plan, { width: 200, colour: false })
    expect(text).toContain('400 rows at the last record, 4 now')
    expect(text).toContain('--confirm-shrink users')
    expect(text).toContain(`shrink guard tripped, against what was seen at ${AT.slice(0, 16).replace('T', ' ')} UTC`)
  })

  test('confirmed, it goes the whole way', async () => {
    const { applied } = await settled(live(), docs, { run: { ...last, confirmShrink: ['users'] } })
    expect(applied.plan.held).toEqual([])
    expect(applied.plan.verdicts).toMatchObject([{ rule: 'shrink', effect: 'pass', subject: 'users' }])
    expect(applied.reasons).toEqual([])
  })

  test('with another list confirmed, it does not', async () => {
    const plan = await planned(live(), docs, { run: { ...last, confirmShrink: ['groups'] } })
    expect(plan.outcome.reasons).toEqual(['protected'])
  })

  test('without a record the plan says that the guard is off, and nothing is held', async () => {
    const plan = await planned(live(), docs, { run: { lastSeen: null } })
    expect([plan.guards.shrink.state, plan.held]).toEqual(['off', []])
    expect(renderPlan(plan, { width: 200, colour: false })).toContain('shrink guard off: there is no record')
  })

  test('with one that saw as much, it is on', async () => {
    const plan = await planned(live(), docs, { run: { lastSeen: seen({ users: 4, connections: 1 }) } })
    expect([plan.guards.shrink.state, plan.held]).toEqual(['on', []])
  })
})
