import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Access, Change, Effect, EndedConnection } from '../../src/model/generated/plan.js'
import type { Judged } from '../../src/policy/gate.js'
import { judgePlan } from '../../src/policy/index.js'
import { change, planOf } from '../apply/plan-of.js'

const ACCOUNTS = ['acme', 'beta', 'gone']
const APPS = ['slack', 'zoom']
const USERS = ['ana', 'bo', 'cy']
const account = fc.constantFrom(...ACCOUNTS)
const app = fc.constantFrom(...APPS)
const some = <T>(each: fc.Arbitrary<T>) => fc.array(each, { maxLength: 12 })
const flag = fc.boolean()

const moved: fc.Arbitrary<Pick<Change, 'address' | 'operation' | 'before' | 'after' | 'target'>> = fc.oneof(
  fc.record({ account, app, from: flag, to: flag, at: fc.constantFrom('account', 'project', 'group') }).map((of) => ({
    address:
      of.at === 'account'
        ? `account/${of.account}#integrations.${of.app}`
        : `${of.at}/${of.account}/p#integrations.${of.app}`,
    operation: 'update' as const,
    before: { enabled: of.from },
    after: { enabled: of.to },
    target: { collection: 'account-integrations', id: 'i' },
  })),
  fc.record({ account, kind: fc.constantFrom('project', 'group', 'user', 'template'), at: fc.nat(9) }).map((of) => ({
    address: `${of.kind}/${of.account}/n${of.at}`,
    operation: 'remove' as const,
    before: { name: 'n' },
    after: null,
    target: { collection: `${of.kind}s`, id: 'i' },
  })),
  app.map((name) => ({
    ...{
      address: `app/${name}`,
      operation: 'update' as const,
      before: { state: 'active' },
      after: { state: 'inactive' },
    },
    target: { collection: 'apps', id: name },
  })),
  fc.record({ account, user: fc.constantFrom(...USERS) }).map((of) => ({
    ...{
      address: `user/${of.account}/${of.user}`,
      operation: 'invite' as const,
      before: null,
      after: { role: 'member' },
    },
    target: { collection: 'invitations', id: null },
  })),
  fc.constantFrom('requested', 'needs-reauth', 'active').map((status) => ({
    ...{ address: 'connection/c', operation: 'update' as const, before: {}, after: { status } },
    target: { collection: 'connections', id: 'c' },
  })),
)
const use: fc.Arbitrary<Access> = fc.record({ account, app, user: fc.constantFrom(...USERS) })
const bound = fc.oneof(fc.nat(6), fc.constant('none' as const))
const limit = fc.record({ max: bound, percent: fc.constantFrom(0, 10, 33.3, 50, 100) })

const cases = fc.record({
  changes: fc.array(fc.tuple(moved, fc.boolean()), { minLength: 1, maxLength: 14 }),
  effects: some(fc.tuple(moved, fc.nat(13))),
  ended: some(fc.tuple(account, fc.nat(13))),
  losing: some(use),
  gaining: some(use),
  governed: fc.subarray(ACCOUNTS),
  observed: fc.subarray(ACCOUNTS),
  live: fc.record({ connections: fc.nat(20), settingsOn: fc.nat(20), people: fc.nat(20), each: fc.nat(9) }),
  limits: fc.record({
    revokedConnections: fc.record({ max: bound, percent: fc.constantFrom(0, 10, 50), perAccount: limit }),
    usersLosingAccess: limit,
    usersGainingAccess: fc.record({ max: bound }),
    disabledIntegrations: limit,
    removedObjects: limit,
    messages: fc.record({ max: bound }),
    floor: fc.nat(4),
  }),
})
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never

const KINDS = ['project', 'group', 'user', 'template', 'app']

function judgedOf(of: Case): Judged {
  const changes = of.changes.map(([each, observed]): Change => change({ ...each, ...(observed ? { observed } : {}) }))
  const at = (by: number) => by % changes.length
  const effects = of.effects.map(([each, by]): Effect => {
    const operation = each.operation === 'remove' ? 'remove' : 'update'
    return { address: each.address, operation, before: each.before, after: each.after, by: at(by) }
  })
  const connections = of.ended.map(
    ([account, by], id): EndedConnection => ({
      ...{ id: `c${id}`, account, app: 'slack', project: null, owner: null, name: null, how: 'ended', by: at(by) },
    }),
  )
  const impact = { losing: of.losing, gaining: of.gaining, connections, workflows: [] }
  return {
    plan: planOf(changes, { effects, impact }),
    limits: of.limits,
    live: {
      connections: of.live.connections,
      connectionsOf: new Map(of.governed.map((each) => [each, of.live.each])),
      settingsOn: of.live.settingsOn,
      objects: Object.fromEntries(KINDS.map((kind) => [kind, of.live.each])),
      observed: new Set(of.observed),
      usersWithAccess: () => of.live.people,
    },
    powers: { name: 'writ', operator: true, accounts: new Set(), projects: new Set(), accountOf: () => undefined },
    ...{ overrides: [], outcomes: [], day: '2026-06-15', unexpected: [] },
  }
}

/** The same, counted by hand and without a line of the gates: `limit subject` for everything that is too much. */
function naive({ limits, ...of }: Case): string[] {
  const real = of.changes.map(([each, observed], index) => ({ ...each, observed, index }))
  const happens = (by: number) => real[by % real.length]?.observed === false
  const things = [
    ...real.filter(({ observed }) => !observed),
    ...of.effects.filter(([, by]) => happens(by)).map(([each]) => each),
  ]
  const told: string[] = []
  const check = (
    name: string,
    { max, percent }: { max: number | 'none'; percent?: number },
    count: number,
    share?: { part: number; of: number },
  ) => {
    if (max === 'none') return
    const isMany = count > max
    // Of nothing, any is all.
    const isMuch =
      share !== undefined &&
      percent !== undefined &&
      share.part > limits.floor &&
      (share.of === 0 ? 100 : (share.part / share.of) * 100) > percent
    if (isMany || isMuch) told.push(name)
  }
  const ended = of.ended.filter(([, by]) => happens(by)).map(([account]) => account)
  const ours = (account: string) => of.governed.includes(account)
  const all = { part: ended.filter(ours).length, of: of.live.connections }
  check('revokedConnections plan', limits.revokedConnections, ended.length, all)
  for (const account of ACCOUNTS) {
    const count = ended.filter((each) => each === account).length
    if (count === 0) continue
    const share = ours(account) ? { part: count, of: of.live.each } : undefined
    check(`revokedConnections.perAccount account/${account}`, limits.revokedConnections.perAccount, count, share)
  }
  const switched = real
    .filter((each) => !each.observed && each.address.startsWith('app/'))
    .map((each) => each.address.slice(4))
  const people = (uses: Access[]) =>
    USERS.filter((user) =>
      uses.some((each) => each.user === user && (!of.observed.includes(each.account) || switched.includes(each.app))),
    ).length
  const governed = of.losing.filter((each) => ours(each.account))
  check('usersLosingAccess plan', limits.usersLosingAccess, people(of.losing), {
    part: people(governed),
    of: of.live.people,
  })
  check('usersGainingAccess plan', limits.usersGainingAccess, people(of.gaining))
  const off = things.filter(
    ({ before, after }) =>
      (before as { enabled?: boolean } | null)?.enabled && (after as { enabled?: boolean } | null)?.enabled === false,
  )
  const places = off.map(({ address }) => address).filter((address, index, list) => list.indexOf(address) === index)
  check('disabledIntegrations plan', limits.disabledIntegrations, places.length, {
    part: places.length,
    of: of.live.settingsOn,
  })
  const gone = things.filter(({ operation }) => operation === 'remove')
  check('removedObjects plan', { max: limits.removedObjects.max }, gone.length)
  // The number is of all sorts together; where that is not too much, the share is of each.
  const isMany = told.includes('removedObjects plan')
  for (const kind of isMany ? [] : KINDS) {
    const part = gone.filter(({ address }) => address.startsWith(`${kind}/`)).length
    const { max, percent } = limits.removedObjects
    check(`removedObjects ${kind}`, { max: max === 'none' ? max : Number.POSITIVE_INFINITY, percent }, part, {
      part,
      of: of.live.each,
    })
  }
  const sent = real.filter(
    ({ observed, operation, after }) =>
      !observed &&
      (operation === 'invite' ||
        ['requested', 'needs-reauth'].includes(String((after as { status?: string } | null)?.status))),
  )
  check('messages plan', limits.messages, sent.length)
  return told.sort()
}

test('E8: over any plan the limits trip exactly where a plain count says so', () => {
  fc.assert(
    fc.property(cases, (of) => {
      const verdicts = judgePlan(judgedOf(of)).filter(({ rule }) => rule.startsWith('limits/'))
      expect(verdicts.map(({ rule, subject }) => `${rule.slice(7)} ${subject}`).sort()).toEqual(naive(of))
      expect(verdicts.every(({ effect }) => effect === 'refuse')).toBe(true)
    }),
    { numRuns: 800 },
  )
}, 60_000)

test('E8: an Override with the plan’s digest and enough room passes its limit in every part, and no other', () => {
  fc.assert(
    fc.property(cases, (of) => {
      const judged = { ...judgedOf(of), outcomes: ['sha256:this'] }
      const override = { name: 'o', outcome: 'sha256:this', until: '2026-06-15' }
      const before = judgePlan(judged).filter(({ rule }) => rule.startsWith('limits/'))
      const first = before[0]
      fc.pre(first !== undefined)
      const name = (first?.rule.slice(7).split('.')[0] ?? '') as 'messages'
      const count = first?.count ?? 0
      const after = (max: number) =>
        judgePlan({ ...judged, overrides: [{ ...override, limit: name, max }] }).filter(({ rule }) =>
          rule.startsWith('limits/'),
        )
      const isIts = ({ rule }: { rule: string }) => rule.slice(7).split('.')[0] === name
      expect(after(count).map((each) => [each.rule, each.effect])).toEqual(
        before.map((each) => [each.rule, isIts(each) ? 'pass' : 'refuse']),
      )
      expect(after(count - 1).every(({ effect }) => effect === 'refuse')).toBe(true)
    }),
    { numRuns: 300 },
  )
}, 60_000)
