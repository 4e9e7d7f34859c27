import { describe, expect, it, vi } from 'vitest'
import { Bench } from '../../../src/policy/cel/bench.js'
import { JUDGING, type JudgingLimits } from '../../../src/policy/cel/limits.js'

// Threads are started here, on machines that do other things too.
vi.setConfig({ testTimeout: 30_000 })

const limits: JudgingLimits = { ...JUDGING, evaluation: 300, listed: 3 }
const setting = { common: { now: '2026-11-22T00:00:00.000Z' }, apps: {}, noApp: {} }
const rule = (assert: string, when: string | null = null) => ({ on: 'account', when, assert })
const numbers = Array.from({ length: 200 }, (_, at) => at)
const sheaf = (...names: string[]) => [
  {
    variables: {},
    subjects: names.map((name) => ({ on: 'account', subject: { address: `account/${name}`, name, numbers } })),
  },
]

/** 200 to the fifth: nobody waits for that. */
const LOOP = `account.numbers.all(a, ${'account.numbers.all(b, '.repeat(4)}a < 1000${')'.repeat(4)})`

async function judged(
  rules: readonly ReturnType<typeof rule>[],
  batches: readonly string[][],
  more: Partial<JudgingLimits> = {},
) {
  const bench = new Bench(rules, setting, { ...limits, ...more })
  for (const names of batches) bench.add(sheaf(...names))
  return bench.end()
}

describe('a rule that does not end', () => {
  it('is stopped, over which subject and why is told, and the others judge all subjects', async () => {
    const rules = [rule('account.name != "b"'), rule(LOOP, 'account.name == "c"'), rule('false')]
    const [first, second, third] = await judged(rules, [['a', 'b'], ['c', 'd'], ['e']])
    expect(first).toEqual({ failures: [{ address: 'account/b', error: null }], failed: 1, judged: 5, stopped: null })
    expect(second?.stopped).toEqual({ address: 'account/c', cause: 'it takes longer than 0.3 s' })
    expect([third?.failed, third?.judged, third?.stopped]).toEqual([5, 5, null])
  })

  it('two of them are stopped one after the other', async () => {
    const [first, second, third] = await judged([rule(LOOP), rule(LOOP), rule('true')], [['a']])
    expect([first?.stopped?.address, second?.stopped?.address]).toEqual(['account/a', 'account/a'])
    expect([third?.judged, third?.stopped]).toEqual([1, null])
  })

  it('all together end in time, and those that were not done are told', async () => {
    const judgements = await judged([rule(LOOP), rule('true')], [['a']], { evaluation: 60_000, whole: 400 })
    expect(judgements.map(({ stopped }) => stopped?.cause)).toEqual(
      Array(2).fill('all rules together take longer than 0.4 s'),
    )
  })

  it('one that is slow over many subjects is given up', async () => {
    const slow = 'account.numbers.all(a, account.numbers.all(b, a + b < 1000))'
    const many = Array.from({ length: 50 }, (_, at) => `n${at}`)
    const [first, second] = await judged([rule(slow), rule('true')], [many], { evaluation: 60_000, rule: 1 })
    expect(first?.failures[0]?.error).toMatch(/^it takes too long/)
    expect([second?.judged, second?.failed]).toEqual([50, 0])
  })
})

describe('a rule that takes too much', () => {
  it('memory: the thread ends and not the process, and the others go on', async () => {
    const grow =
      'account.numbers.map(a, account.numbers.map(b, account.numbers.map(c, "x" + string(a) + string(b) + string(c)))).size() > 0'
    const [first, second] = await judged([rule(grow), rule('true')], [['a']], { memory: 24, evaluation: 60_000 })
    expect(first?.stopped).toEqual({ address: 'account/a', cause: 'it needs more than 24 MB of memory' })
    expect([second?.judged, second?.stopped]).toEqual([1, null])
  }, 30_000)

  it('depth: nesting that was never validated is an error of the rule alone', async () => {
    const deep = `${'('.repeat(20_000)}true${')'.repeat(20_000)}`
    const [first, second] = await judged([rule(deep), rule('true')], [['a']])
    expect(first?.failures[0]?.error).toMatch(/call stack/)
    expect([second?.judged, second?.failed]).toEqual([1, 0])
  })

  it('patterns: what backtracks elsewhere is linear here', async () => {
    const bad = `"${'a'.repeat(5_000)}!".matches("^(a+)+$")`
    const [first] = await judged([rule(`!${bad}`)], [['a']])
    expect(first).toEqual({ failures: [], failed: 0, judged: 1, stopped: null })
  })
})

describe('values', () => {
  it.each([
    [
      'whole numbers are ints, and compare with every sort of number',
      'account.n == 7 && account.n > 6.5 && account.n < 8u && account.n % 2 == 1',
    ],
    ['other numbers are doubles', 'account.half == 12.5 && account.half > 12'],
    ['large whole numbers are exact', 'account.large + 1 == 9007199254740992'],
    ['null is null and nothing else', 'account.nothing == null && !has(account.nothing.more)'],
    [
      'a map has what it has',
      '!has(account.map.toString) && !("constructor" in account.map) && account.map.size() == 1',
    ],
    ['an own __proto__ is a key like another', 'account.map["__proto__"] == "own"'],
    ['now is a timestamp', 'now.getFullYear() == 2026 && now - duration("24h") < now'],
  ])('%s', async (_, assert) => {
    const bench = new Bench([rule(assert)], setting, limits)
    const map = JSON.parse('{"__proto__": "own"}') as object
    const subject = { address: 'account/a', n: 7, half: 12.5, large: 2 ** 53 - 1, nothing: null, map }
    bench.add([{ variables: {}, subjects: [{ on: 'account', subject }] }])
    expect(await bench.end()).toEqual([{ failures: [], failed: 0, judged: 1, stopped: null }])
  })

  it.each([
    ['null', 'null', 'the result is neither true nor false, but null'],
    ['a number', '1', 'the result is neither true nor false, but a number'],
    ['a text', '"true"', 'the result is neither true nor false, but a text'],
    ['a list', '[true]', 'the result is neither true nor false, but a list, a map or an object'],
    ['an unknown variable', 'toString == 1', 'unresolved attribute'],
    ['a field of null', 'account.gone.far', 'field not found: gone'],
  ])('%s is no answer', async (_, assert, error) => {
    const [judgement] = await judged([rule(assert)], [['a']])
    expect(judgement?.failures).toEqual([{ address: 'account/a', error }])
  })
})
