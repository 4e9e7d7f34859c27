import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Plan } from '../../../src/model/generated/plan.js'
import { COMMENT_LIMIT } from '../../../src/report/markdown/budget.js'
import { planMarkdown } from '../../../src/report/markdown/plan.js'
import { HOSTILE } from '../../support/hostile.js'
import { cause, change, ended, plan, read } from '../plans.js'
import { headings, rendered, section } from './rendered.js'

vi.setConfig({ testTimeout: 120_000 })

const ALL = { people: 'names', limit: 100_000_000 } as const
const COUNTED = /^(?:- )?… [\d,]+ more/

/** Holds of a text of any size what holds of a comment that somebody has to read. */
function expectWhole(text: string, made: Plan, limit: number): void {
  expect(text.length).toBeLessThanOrEqual(limit)
  const { shape } = rendered(text)
  const folds = (tag: string) => shape.filter((each) => each.startsWith(`html_block ${tag}`)).length
  expect(folds('<details>')).toBe(folds('</details>'))
  // without blank lines around it hosts show what is in a fold as it is written
  expect(text).not.toMatch(/<\/summary>\n[^\n]|[^\n]\n<\/details>|<\/details>\n[^\n]/)
  expect(text.startsWith(`<!-- writ:plan prod -->\n### Writ plan: `)).toBe(true)
  for (const digest of [made.digests.plan, made.digests.outcome]) expect(text).toContain(digest.slice(7, 19))
  expect(text).toContain('all of it: `writ show plan.json`')
}

/** Every line of it is a line of the whole, or counts lines that are left out: nothing is cut within a line. */
function expectCutBetweenLines(text: string, whole: string): void {
  const there = new Set(whole.split('\n'))
  expect(text.split('\n').filter((line) => !there.has(line) && !COUNTED.test(line))).toEqual([])
}

const names = fc.oneof(
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 30 }) },
  fc.constantFrom(...HOSTILE, '</details>', '|', '`', '@user', '\n# x'),
)

const anyPlan = fc
  .record({
    name: names,
    other: names,
    size: fc.integer({ min: 0, max: 400 }),
    causes: fc.integer({ min: 1, max: 150 }),
  })
  .map(({ name, other, size, causes }) => made(name, other, size, causes))

function made(name: string, other: string, size: number, causes: number): Plan {
  const each = <T>(of: (at: number) => T): T[] => Array.from({ length: size }, (_, at) => of(at))
  const origins = ['change', 'drift', 'expiry', 'membership', 'catalogue', 'rule'] as const
  return plan({
    baseline: { ref: name, commit: 'c'.repeat(40) },
    causes: Array.from({ length: causes }, (_, at) => cause(`${name}/${at}.yaml`, at + 1, `account/x#${other}`)),
    changes: each((at) =>
      change(`account/cust-${at}#integrations.slack`, {
        ...{ origin: origins[at % origins.length] ?? 'change', causes: [at % causes], undo: 'settings-only' },
        ...{ before: { name, labels: { a: other } }, after: { name: `${name}${at % 7}`, labels: { a: `${at}` } } },
      }),
    ),
    impact: {
      losing: each((at) => ({ account: `cust-${at}`, user: `${name}@x.example`, app: `${other}${at % 40}` })),
      gaining: [],
      connections: each((at) => ended(`con_${at}`, at, { app: `${other}${at % 40}`, name })),
      workflows: each((at) => ({ id: `w${at}`, account: 'a', name, connections: [`con_${at}`] })),
    },
    verdicts: each((at) => ({ rule: `policy/${at}`, effect: 'refuse', subject: name, message: other })),
    held: each((at) => ({
      address: `account/${at}`,
      reason: 'hold',
      message: `${name}${at}`,
      before: null,
      after: null,
      causes: [0],
    })),
    pending: each((at) => ({
      address: `user/a/${at}`,
      waitsFor: 'consent',
      since: null,
      message: `${other}${at}`,
      causes: [],
    })),
    released: each((at) => ({ address: `account/r${at}`, was: {}, stays: { labels: { a: `${at}` } }, causes: [0] })),
    findings: each((at) => ({
      code: 'x/y',
      severity: at % 2 === 0 ? 'warning' : 'error',
      address: 'a',
      message: `${name}${at}`,
      causes: [],
    })),
    reads: each(() => read({ complete: false, reason: other })),
  })
}

test('E14: a comment of any size is whole: within its limit, folds closed, cut between lines, with its verdict, digests and where all of it is', () => {
  const limits = fc.oneof(fc.constant(COMMENT_LIMIT), fc.integer({ min: 6_000, max: 30_000 }))
  fc.assert(
    fc.property(anyPlan, limits, (given, limit) => {
      const text = planMarkdown(given, { people: 'names', limit, more: 'writ show plan.json' })
      fc.pre(given.changes.length > 0)
      expectWhole(text, given, limit)
      expectCutBetweenLines(text, planMarkdown(given, { ...ALL, more: 'writ show plan.json' }))
    }),
    { numRuns: 30 },
  )
})

test('E14: a plan over 40,000 accounts, each of a cause of its own, leaves room for every section', () => {
  const given = made('x', 'y', 40_000, 40_000)
  const text = planMarkdown(given, { more: 'writ show plan.json' })
  expectWhole(text, given, COMMENT_LIMIT)
  expect(text.length).toBeGreaterThan(50_000)
  const titles = ['Not read whole', 'Refused', 'Stopped', 'Who loses', 'This change', 'Drifted', 'Dates', 'Membership']
  const rest = ['Catalogue', 'Rules on', 'Released', 'Held back', 'Waits for', 'If this is reverted', 'To know']
  for (const title of [...titles, ...rest]) expect(headings(text).some((each) => each.startsWith(title))).toBe(true)
  expect(section(text, 'This change')).toMatch(/6,667 changes from 6,667 causes/)
  expect(section(text, 'This change')).toMatch(
    /… 6,6\d\d more causes with 6,6\d\d changes: `writ show plan\.json` tells all/,
  )
})

test('E14: what is left out is counted: what is shown and what is not come to all there is', () => {
  const released = Array.from({ length: 5_000 }, (_, at) => ({
    ...{ address: `account/r${at}`, was: {}, stays: { labels: { a: 'x'.repeat(200) + at } }, causes: [] },
  }))
  for (const limit of [3_000, 8_000, COMMENT_LIMIT, 100_000_000]) {
    const part = section(planMarkdown(plan({ released }), { limit }), 'Released')
    const shown = part.match(/^- `account\/r/gm)?.length ?? 0
    const left = [...part.matchAll(/^- … ([\d,]+) more/gm)].map(([, count = '']) => Number(count.replaceAll(',', '')))
    expect([limit, shown + left.reduce((sum, each) => sum + each, 0)]).toEqual([limit, 5_000])
  }
})
