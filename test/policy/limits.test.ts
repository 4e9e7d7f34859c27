import { describe, expect, it } from 'vitest'
import { judgeLimit } from '../../src/policy/gate.js'
import { effectiveLimits } from '../../src/policy/limits.js'
import { acme, connection, declared, planned, settled, tenant } from '../support/planning.js'

const judged = (limit: Parameters<typeof judgeLimit>[0], floor: number, count: number, of: number | null) =>
  judgeLimit(limit, floor, {
    rule: 'r',
    subject: 'plan',
    what: 'things go',
    count,
    of: of === null ? null : () => of,
  }).map(({ value, allowed, unit }) => [value, allowed, unit])

describe('E8: max or percent trips, equal passes', () => {
  it.each([
    ['below the maximum', { max: 5 }, 4, []],
    ['equal to it', { max: 5 }, 5, []],
    ['above it', { max: 5 }, 6, [[6, 5, 'count']]],
    ['none allowed at all', { max: 0 }, 1, [[1, 0, 'count']]],
    ['equal to the percentage', { percent: 10 }, 10, []],
    ['above it', { percent: 10 }, 11, [[11, 10, 'percent']]],
    ['both over: the count is said', { max: 5, percent: 10 }, 50, [[50, 5, 'count']]],
    ['switched off', { max: 'none' as const, percent: 1 }, 100, []],
  ])('%s', (_, limit, count, verdicts) => expect(judged(limit, 3, count, 100)).toEqual(verdicts))

  it('up to the floor no percentage trips, one more does', () => {
    expect(judged({ percent: 1 }, 3, 3, 3)).toEqual([])
    expect(judged({ percent: 1 }, 3, 4, 4)).toEqual([[100, 1, 'percent']])
    expect(judged({ max: 2, percent: 1 }, 3, 3, 3)).toEqual([[3, 2, 'count']])
  })

  it('a percentage of nothing is all of it, and where nothing can be counted there is none', () => {
    expect(judged({ percent: 50 }, 0, 1, 0)).toEqual([[100, 50, 'percent']])
    expect(judged({ percent: 50 }, 0, 9, null)).toEqual([])
  })

  it('shares are told with one decimal, and compared in full', () => {
    expect(judged({ percent: 33.3 }, 0, 1, 3)).toEqual([[33.3, 33.3, 'percent']])
  })
})

it('what is stated is laid over the defaults key by key', () => {
  const { revokedConnections, floor, messages } = effectiveLimits({ revokedConnections: { perAccount: { max: 1 } } })
  expect(revokedConnections).toEqual({ max: 25, percent: 10, perAccount: { max: 1, percent: 50 } })
  expect([floor, messages]).toEqual([3, { max: 100 }])
})

const many = (size: number, prefix = 'con') =>
  Array.from({ length: size }, (_, at) => connection(`${prefix}_${at}`, { name: `c${at}` }))
const off = declared({ integrations: { slack: { enabled: false } } })
const rules = async (live: object, docs: Parameters<typeof planned>[1], limits: object) => {
  const loose = { usersLosingAccess: { max: 'none' }, disabledIntegrations: { max: 'none' } }
  const plan = await planned(live, docs, { config: { limits: { ...loose, ...limits } } })
  return plan.verdicts.map(({ rule, subject }) => `${rule} ${subject}`)
}

describe('E8: predicted effects count like Writ’s own revocations', () => {
  const limits = (max: number) => ({ revokedConnections: { max, percent: 100, perAccount: { max: 'none' } } })
  it('equal passes', async () => expect(await rules(tenant({ connections: many(4) }), off, limits(4))).toEqual([]))
  it('one more refuses', async () =>
    expect(await rules(tenant({ connections: many(5) }), off, limits(4))).toEqual(['limits/revokedConnections plan']))
})

it('E8: an account has a limit of its own, and only the account that trips it is named', async () => {
  const accounts = [
    acme({ connections: many(5) }),
    acme({
      id: 'acc_beta',
      name: 'beta',
      projects: [],
      connections: many(2, 'bea'),
      integrations: { slack: { enabled: true } },
    }),
  ]
  const docs = [...off, { kind: 'Account', name: 'beta', integrations: { slack: { enabled: false } } }]
  const limits = { revokedConnections: { max: 'none', perAccount: { max: 4 } } }
  expect(await rules({ ...tenant(), accounts }, docs, limits)).toEqual([
    'limits/revokedConnections.perAccount account/acme',
  ])
})

it('E19: what is only observed counts in no limit', async () => {
  const limits = { revokedConnections: { max: 0, percent: 0 }, floor: 0, usersLosingAccess: { max: 0 } }
  const observed = declared({ mode: 'observe', integrations: { slack: { enabled: false } } })
  expect(await rules(tenant({ connections: many(5) }), observed, limits)).toEqual([])
})

it('E8: settings that the platform switches off by itself count as disabled, each once', async () => {
  const config = { limits: { disabledIntegrations: { max: 2, percent: 100 }, usersLosingAccess: { max: 'none' } } }
  const { verdicts } = await planned(tenant(), off, { config })
  expect(verdicts).toMatchObject([{ rule: 'limits/disabledIntegrations', value: 3, allowed: 2 }])
})

it('E8: every limit that trips is told in one run, and nothing at all is written', async () => {
  const limits = {
    ...{ revokedConnections: { max: 0, perAccount: { max: 'none' } }, usersLosingAccess: { max: 0 } },
    ...{ disabledIntegrations: { max: 0 }, messages: { max: 0 } },
  }
  const invited = { email: 'new@acme.example', department: 'IT', designation: 'Clerk', manager: 'olga@acme.example' }
  const docs = [...off, { kind: 'User', account: 'acme', ...invited }]
  const { applied, admin } = await settled(tenant({ connections: many(1) }), docs, { config: { limits } })
  expect(applied.plan.verdicts.map(({ rule }) => rule)).toEqual([
    'limits/revokedConnections',
    'limits/usersLosingAccess',
    'limits/disabledIntegrations',
    'limits/messages',
  ])
  expect([applied.reasons, applied.result]).toEqual([['refused'], null])
  expect(await admin.setting('accounts/acc_acme', 'slack')).toMatchObject({ enabled: true })
})
