import { readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/model/diagnostic.js'
import { diagnosticsJson, diagnosticsText } from '../../src/report/diagnostics.js'
import { escape as shown } from '../../src/report/escape.js'

const at = { file: 'accounts/acme.yaml', line: 9, column: 10, endLine: 9, endColumn: 17 }
const mistake: Diagnostic = {
  code: 'reference/unknown-app',
  severity: 'error',
  message: 'no app is called webhoks. Did you mean webhooks?',
  help: '24 apps are declared; `kind: App` declares another.',
  at,
  excerpt: [
    { line: 8, text: '  packages: [pro]' },
    { line: 9, text: '  apps: [webhoks]' },
    { line: 10, text: 'mode: observe' },
  ],
}
const report = (...diagnostics: Diagnostic[]) => ({ diagnostics, files: 3, documents: 61 })

describe('diagnostics as text', () => {
  test('E1: a mistake shows its code, place, lines, mark, reason and remedy', () => {
    expect(diagnosticsText(report(mistake))).toBe(`error  reference/unknown-app   accounts/acme.yaml:9:10
  8 │   packages: [pro]
  9 │   apps: [webhoks]
    │          ~~~~~~~ no app is called webhoks. Did you mean webhooks?
 help 24 apps are declared; \`kind: App\` declares another.

1 error, 0 warnings in 61 documents. Nothing was read from the platform.
`)
  })

  test('other places and complaints without a place are shown too', () => {
    const related = [{ message: 'the first one', at: { ...at, line: 2, column: 1 } }]
    const text = diagnosticsText(
      report({ ...mistake, related }, { code: 'run/more', severity: 'warning', message: 'and 5 more' }),
    )
    expect(text).toContain(' see  accounts/acme.yaml:2:1  the first one\n')
    expect(text).toContain('warning  run/more\n  and 5 more')
    expect(text).toContain('1 error, 1 warning in')
  })

  test('of one code at most a hundred are shown, and the rest is counted', () => {
    const text = diagnosticsText(report(...Array.from({ length: 150 }, () => mistake)))
    expect(text.split('error  reference/unknown-app').length - 1).toBe(100)
    expect(text).toContain('… 50 more of reference/unknown-app')
    expect(text).toContain('150 errors')
  })

  test('colour only repeats what words say', () => {
    const colored = diagnosticsText(report(mistake), { color: true })
    expect(colored).toContain('\u001b[31m')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes are what is taken out
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(diagnosticsText(report(mistake)))
  })

  test('hostile text in every part is written out, and the mark stays under its place', () => {
    const hostile = 'a\u001b[31mb\r\n\u202e\u200b::error'
    const bad = {
      ...mistake,
      message: hostile,
      help: hostile,
      at: { ...at, file: hostile },
      excerpt: [{ line: 9, text: hostile }],
    }
    const text = diagnosticsText(report({ ...bad, related: [{ message: hostile, at: { ...at, file: hostile } }] }))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E]/)
    const wide = { ...mistake, at: { ...at, column: 4, endColumn: 5 }, excerpt: [{ line: 9, text: '日本 x' }] }
    expect(diagnosticsText(report(wide))).toContain('\n  9 │ 日本 x\n    │      ~ no app')
  })

  test('no line is a megabyte', () => {
    const long = 'x'.repeat(1_000_000)
    const text = diagnosticsText(report({ ...mistake, message: long, help: long, excerpt: [{ line: 9, text: long }] }))
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(2_200)
  })
})

describe('diagnostics as JSON', () => {
  test('E14: it is what schema/diagnostics.schema.json describes, formatVersion first', () => {
    const json = diagnosticsJson(report(mistake), { exitCode: 1, reasons: ['invalid-estate'] })
    const schema = JSON.parse(readFileSync(new URL('../../schema/diagnostics.schema.json', import.meta.url), 'utf8'))
    const validate = new Ajv2020({ strict: false }).compile(schema)
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true)
    expect(Object.keys(json)[0]).toBe('formatVersion')
    expect(json.counts).toEqual({ errors: 1, warnings: 0, infos: 0, files: 3, documents: 61 })
  })
})

describe('hostile strings', () => {
  test('controls, escapes, bidi marks, zero-width signs and lone surrogates are written out', () => {
    expect(shown('a\u001b[31mb')).toBe('a\\u{1B}[31mb')
    expect(shown('a\r\n\tb')).toBe('a\\r\\n\\tb')
    expect(shown('\u202Eevil\u200B\uFEFF\u0085')).toBe('\\u{202E}evil\\u{200B}\\u{FEFF}\\u{85}')
    expect(shown('\uD800x')).toBe('\\u{D800}x')
    expect(shown('Zoë 日本 👍')).toBe('Zoë 日本 👍')
  })

  test('a megabyte is cut, and its length is said', () => {
    expect(shown('x'.repeat(1_000_000))).toBe(`${'x'.repeat(500)}… (1000000 characters)`)
  })

  test('nothing that acts on a terminal comes through, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(shown(text)).not.toMatch(/[\p{Cc}\p{Cs}\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/u)
      }),
      { numRuns: 2_000 },
    )
  })
})
