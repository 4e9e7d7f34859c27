import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Plan } from '../../../src/model/generated/plan.js'
import { cell, code } from '../../../src/report/markdown/inline.js'
import { planMarkdown } from '../../../src/report/markdown/plan.js'
import { HOSTILE } from '../../support/hostile.js'
import { change, read, telling } from '../plans.js'
import { outsideCode, rendered } from './rendered.js'

vi.setConfig({ testTimeout: 120_000 })

/** What acts in a comment of one host or another. */
const ACTS = [
  ...[
    '@user',
    '@team/x',
    '@everyone',
    '#12',
    'GH-1',
    'owner/repo#1',
    '!7',
    '$3',
    '%2',
    '&4',
    '~label',
    'owner@0123456',
  ],
  ...['https://evil.example', 'www.evil.example', 'mailto:x@evil.example', '<https://evil.example>', 'javascript:x'],
  ...['[a](http://evil.example)', '![a](http://evil.example/x.png)', '[a]: http://evil.example', '[^1]', '[[wiki]]'],
  ...[
    '<b>',
    '</details>',
    '</summary><img src=x onerror=x>',
    '<script>x</script>',
    '<!--',
    '-->',
    '<!-- writ:plan prod -->',
  ],
  ...[
    '`',
    '``',
    '```',
    '`a` @user `',
    '\\`',
    'a\\',
    '|',
    '\\|',
    '| a | b |',
    ':smile:',
    ':tada:',
    '- [ ] x',
    '1. x',
    '> x',
  ],
  ...[
    '# x',
    '====',
    '----',
    '***',
    '**x**',
    '_x_',
    '~~x~~',
    '$x$',
    '$$',
    '{: .x}',
    '&lt;b&gt;',
    '&#64;user',
    '\\@user',
    '"x"',
  ],
  ...[
    '\n# x',
    '\n\n</details>\n\n@user',
    '\n```\n',
    '\r\n---\r\n',
    '\u2028# x',
    '/close',
    '/merge',
    '\n/approve',
    ' ',
    '  ',
  ],
]

const hostile = fc.oneof(
  fc.constantFrom(...ACTS, ...HOSTILE.filter(({ length }) => length < 400)),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.stringMatching(/^[`@#<>![\]()*_|~\\ a-z:/.-]{0,40}$/),
)

/** Words of Writ's own, which no estate and no platform can say. */
const OWN = new Set([
  ...['operation', 'origin', 'direction', 'undo', 'how', 'severity', 'effect', 'unit', 'waitsFor', 'via', 'state'],
  // the marker, which names the environment, has a test of its own
  ...['environment', 'createdAt', 'date', 'at', 'since', 'reason', 'role', 'rule', 'plan', 'outcome'],
])

/** In addresses what would part them is encoded. */
const encoded = (text: string): string =>
  text.replace(/[/#.*%:]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)

/** A value in which every text of others goes on with something. What was equal stays equal. */
function suffixed<T>(value: T, suffix: string, key = ''): T {
  if (typeof value === 'string') {
    if (value === 'plan') return value
    if (OWN.has(key) && !(key === 'reason' && value.includes(' '))) return value
    // an escaped name is not that of the address which was read before: whose change it was is not looked at here
    const other = key === 'account' || key === 'app' ? 'y' : ''
    return `${value}${other}${key === 'address' || key === 'subject' ? encoded(suffix) : suffix}` as T
  }
  if (Array.isArray(value)) return value.map((each) => suffixed(each, suffix, key)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, suffixed(each, suffix, name)])) as T
}

const everything = (): Plan => ({
  ...telling(),
  baseline: { ref: 'main', commit: 'c0ffee' },
  scope: ['account/acme'],
  changes: [
    ...telling().changes,
    ...Array.from({ length: 20 }, (_, at) =>
      change(`account/x-${at}`, { before: { labels: { a: '1' } }, after: { labels: { a: `${at}` } } }),
    ),
    change('account/acme', { operation: 'rename', origin: 'change', before: { name: 'a' }, after: { name: 'b' } }),
  ],
  reads: [read({ complete: false, reason: 'status 500 was answered', account: 'acme' })],
  released: [{ address: 'account/beta', was: {}, stays: { labels: { a: 'b' }, on: ['slack'] }, causes: [0] }],
  verdicts: [
    { rule: 'limits/messages', effect: 'refuse', subject: 'plan', message: 'too many', value: 2, allowed: 1, count: 2 },
    {
      rule: 'policy/x',
      effect: 'refuse',
      subject: 'account/acme',
      message: 'No.',
      at: { file: 'p.yaml', line: 1, column: 1 },
    },
    { rule: 'limits/removedObjects', effect: 'pass', subject: 'plan', message: 'passed by override/x' },
  ],
  findings: [
    { code: 'state/missing', severity: 'error', address: 'account/x', message: 'is not there', causes: [0] },
    { code: 'baseline/setting', severity: 'warning', address: 'writ.yaml', message: 'is other', causes: [] },
    ...telling().findings,
  ],
})

test('E14: whatever a name holds, a host makes of a plan what it makes of harmless names: no mention, link, tag or heading', () => {
  const shape = (suffix: string) =>
    rendered(planMarkdown(suffixed(everything(), suffix), { people: 'names', limit: 10_000_000 })).shape
  const harmless = shape('x')
  fc.assert(
    fc.property(hostile, (name) => {
      fc.pre(name !== '')
      expect(shape(name)).toEqual(harmless)
    }),
    { numRuns: 150 },
  )
})

test('E14: each of what acts by itself stands in code, and nowhere else', () => {
  for (const name of ACTS) {
    const made = suffixed(everything(), `zz${name}zz`)
    for (const people of ['counts', 'pseudonyms'] as const)
      expect(outsideCode(planMarkdown(made, { people }))).not.toContain('zz')
    const text = planMarkdown(made, { people: 'names', limit: 10_000_000 })
    expect(outsideCode(text)).not.toContain('zz')
    expect(rendered(text).code.filter((each) => each.includes('zz')).length).toBeGreaterThan(50)
    expect(rendered(text).shape.filter((each) => /^(?:link|image|heading_open$|html).*zz/.test(each))).toEqual([])
  }
})

test('E14: a code span is one, in a line and in a cell, and says what it was given but for bars in cells', () => {
  fc.assert(
    fc.property(hostile, (raw) => {
      // on one line, as texts are once they are escaped
      const text = raw.replace(/[\s\p{Cc}\p{Cs}]/gu, ' ')
      fc.pre(text.trim() !== '')
      expect(rendered(`- ${code(text)} x`).code).toEqual([text])
      const { shape, code: codes } = rendered(`| a | b |\n|---|---|\n| ${cell(text)} | x |`)
      expect(shape.filter((each) => each === 'td_open')).toHaveLength(2)
      expect(codes.at(-1)?.trim()).toBe(text.replaceAll('|', '\\u{7C}').trim())
    }),
    { numRuns: 1_000 },
  )
})
