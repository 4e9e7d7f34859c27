import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellText, type Data, numberAt, type Table } from '../../../src/report/html/client/data.js'
import { grouped, items, sorted } from '../../../src/report/html/client/order.js'
import { type Filters, find, NO_FILTERS } from '../../../src/report/html/client/query.js'
import { hashOf, parseHash, type State, VIEWS } from '../../../src/report/html/client/state.js'
import { auditOf, pageOf } from './audits.js'
import { decoded, textOf } from './decoded.js'
import { wanted } from './naive.js'

const audit = auditOf({ accounts: 4, rows: 300, seed: 7 })
// The words of gates are searched as well: here none of them says what another column could.
const explanations = audit.explanations.map((each) => ({ ...each, gates: [] }))
const data: Data = decoded(textOf(pageOf({ ...audit, explanations })))
const access = data.tables.access as Table
const connections = data.tables.connections as Table

const some = (...texts: readonly string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constantFrom(...texts))
const filters: fc.Arbitrary<Filters> = fc.record({
  q: some('ana', 'SLACK zeus', 'nobody-is-called-so', 'customer-0001 jira', 'con_1', '  bo  '),
  account: some('customer-0001', '0002', 'customer', 'absent'),
  person: some('ana@customer-0001.example', 'bo@', 'KIM'),
  project: some('apollo', 'he', 'zeus'),
  app: some('slack', 'a', 'jira'),
  verdict: fc.subarray(['undeclared', 'missing', 'waived', 'conforming']),
  ...{ gate: some('project', 'group'), status: some('active', 'requested'), state: fc.constant('') },
  ...{ review: fc.constant(''), idle: some('0', '90', '400'), used: some('never', 'ever') },
})

describe('search and filters', () => {
  test('E14: of access they find what looking at every row finds', () => {
    fc.assert(
      fc.property(filters, (asked) => {
        const plain = audit.access.flatMap((row, at) => (wanted(row, audit.access, asked) ? [at] : []))
        expect([...find(data, access, asked).rows]).toEqual(plain)
      }),
      { numRuns: 400 },
    )
  })

  test('E14: of connections as well, by status and days without use too', () => {
    fc.assert(
      fc.property(filters, (asked) => {
        const plain = audit.connections.flatMap((row, at) => (wanted(row, audit.connections, asked) ? [at] : []))
        expect([...find(data, connections, asked).rows]).toEqual(plain)
      }),
      { numRuns: 400 },
    )
  })

  test('each verdict says how many rows it would show under the other filters', () => {
    const { counts } = find(data, access, { ...NO_FILTERS, app: 'slack', verdict: ['missing'] })
    const slack = audit.access.filter(({ app }) => app === 'slack')
    expect(counts).toEqual(data.meta.verdicts.map(({ name }) => slack.filter(({ verdict }) => verdict === name).length))
    expect(Math.max(...counts)).toBeGreaterThan(0)
  })
})

describe('order', () => {
  const columns = ['account', 'user', 'app', 'verdict', 'live', 'lastUsed', 'connections']

  test.each(columns)('by %s: what has none comes last in both directions, what is alike keeps its place', (column) => {
    const rows = find(data, access, NO_FILTERS).rows
    for (const descending of [false, true]) {
      const value = (row: number) => numberAt(access, column, row)
      const plain = [...rows].sort(
        (a, b) =>
          Number(value(a) < 0) - Number(value(b) < 0) ||
          (descending ? value(b) - value(a) : value(a) - value(b)) ||
          a - b,
      )
      expect([...sorted(access, rows, column, descending)]).toEqual(plain)
    }
  })

  test('the order of numbers is that of the texts that they stand for', () => {
    const rows = sorted(access, find(data, access, NO_FILTERS).rows, 'user', false)
    const names = [...rows].map((row) => cellText(data, access, 'user', row))
    expect(names).toEqual([...names].sort())
    expect(new Set(names).size).toBeGreaterThan(5)
  })

  test('groups hold each row once, and a closed one shows nothing but itself', () => {
    const found = find(data, access, NO_FILTERS).rows
    const { rows, groups } = grouped(access, found, 'app')
    expect([...rows].sort((a, b) => a - b)).toEqual([...found])
    expect(groups.map(({ from, to }) => to - from).reduce((sum, each) => sum + each, 0)).toBe(found.length)
    for (const { value, from, to } of groups)
      for (const row of rows.subarray(from, to)) expect(numberAt(access, 'app', row)).toBe(value)
    expect(items(rows, groups, () => false)).toHaveLength(groups.length)
    expect(items(rows, groups, (at) => at === 1)).toHaveLength(
      groups.length + (groups[1]?.to ?? 0) - (groups[1]?.from ?? 0),
    )
  })
})

test('what is looked at stands in the address and is read back from it', () => {
  const states: fc.Arbitrary<State> = fc.record({
    view: fc.constantFrom(...VIEWS),
    filters,
    sort: fc.option(fc.record({ column: fc.constantFrom('user', 'idle'), descending: fc.boolean() }), { nil: null }),
    group: some('account', 'app'),
    row: fc.integer({ min: -1, max: 99 }),
  })
  fc.assert(fc.property(states, (state) => void expect(parseHash(hashOf(state))).toEqual(state)))
  expect(parseHash('#/nowhere?row=-4&sort=')).toEqual(parseHash(''))
})
