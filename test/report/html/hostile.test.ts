import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Audit } from '../../../src/model/audit.js'
import { csvOf } from '../../../src/report/html/client/csv.js'
import type { Table } from '../../../src/report/html/client/data.js'
import { auditOf, pageOf } from './audits.js'
import { decoded, textOf } from './decoded.js'

const small = auditOf({ accounts: 3, rows: 24 })

/** The same audit, in which every name that a platform or a document gave is another. */
const renamed = (name: string): Audit => {
  const other = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return OURS.has(key) || /^\d{4}-/.test(value) ? value : name
    if (Array.isArray(value)) return value.map((each) => other(each, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([each, inner]) => [each, other(inner, each)]))
  }
  return other(small, '') as Audit
}

/** What Writ says itself, and never takes from anybody. */
const OURS = new Set(['verdict', 'kind', 'gate', 'effect', 'state', 'sort'])

/** The elements of a page, in order; the rows stand in none. */
const elements = (text: string): string[] =>
  // Where a long name may break depends on the name; a bare <wbr> says nothing else.
  [...text.replaceAll('<wbr>', '').matchAll(/<(!--|\/?[a-z][\w-]*)/gi)].map(([, name]) => String(name))

const SIGNS = [
  ...['</script>', '<!--', '-->', '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onfocus='alert(1)"],
  ...[
    '\u2028',
    '\u2029',
    '\u202e',
    '\u0000',
    '\ud800',
    '&lt;',
    '{{',
    '`',
    '${',
    ']]>',
    'javascript:',
    '=1+1',
    '__proto__',
  ],
]
const hostile = fc.array(fc.oneof(fc.constantFrom(...SIGNS), fc.string({ maxLength: 6 })), {
  minLength: 1,
  maxLength: 5,
})

test('E14: whatever a name holds, the page has the same elements as with a plain one', () => {
  const plain = elements(textOf(pageOf(renamed('plain'))))
  expect(plain.length).toBeGreaterThan(200)
  fc.assert(
    fc.property(hostile, (signs) => {
      const text = textOf(pageOf(renamed(`x${signs.join('')}x`)))
      expect(elements(text)).toEqual(plain)
      for (const sign of ['\u2028', '\u2029', '\u202e', '\u0000']) expect(text).not.toContain(sign)
    }),
    { numRuns: 60 },
  )
})

test('E14: a platform that calls itself markup names no element either', () => {
  const name = '"></title></style><script>alert(1)</script>'
  const platform = { environment: name, tenant: name, url: name, revision: 1 }
  const page = pageOf(small)
  expect(
    elements(textOf({ ...page, platform, tool: name, estate: { commit: name, dirty: true } })).filter(
      (each) => each === 'script',
    ),
  ).toEqual(elements(textOf(page)).filter((each) => each === 'script'))
})

test('a name of a megabyte is cut in the page, and it is said how long it is', () => {
  const text = textOf(pageOf(renamed('m'.repeat(1_000_000))))
  expect(text.length).toBeLessThan(1_000_000)
  expect(text).toContain('(1000000 characters)')
})

test('what is saved as CSV holds no formula', () => {
  const data = decoded(textOf(pageOf(renamed('=HYPERLINK("http://evil.example")'))))
  const table = data.tables.access as Table
  const lines = [...csvOf(data, table, Int32Array.of(0, 1))]
  expect(lines).toHaveLength(3)
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  expect(lines.join('')).not.toMatch(/(^|,)"?=/m)
})
