import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { registry } from '../../scripts/generate/diagnostics.mjs'
import { root } from '../commands/writ.js'
import { load, places } from '../documents/estate.js'

interface Entry {
  readonly cause: string
  readonly remedy?: string
  readonly example?: string
}
const { documents, others } = (await registry()) as Record<'documents' | 'others', { codes: Record<string, Entry> }[]>
const entries = new Map([...documents, ...others].flatMap(({ codes }) => Object.entries(codes)))

/** Those that are put together from a word of elsewhere. */
const FAMILIES =
  /^(platform\/PROBLEM|policy\/NAME|system\/ERRNO|(undeclared|invitation|explain|baseline|limits)\/[a-z-]+)$/i

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/generated|^sandbox|^conformance.checks/.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, 'src', file), 'utf8') }))

/** Each literal that is thrown or told as a code, and each that looks like one of an area that there is. */
function codesIn(text: string): string[] {
  const areas = new Set([...entries.keys()].map((code) => code.split('/')[0]))
  const said = [...text.matchAll(/(?:new Fault\(|\bcode: |\brule: )\s*'([a-z-]+(?:\/[a-z-]+)?)'/g)].map(
    ([, code = '']) => code,
  )
  const alike = [...text.matchAll(/'([a-z]+)\/([a-z]+(?:-[a-z]+)*)'/g)]
    .filter(([, area]) => areas.has(area ?? ''))
    .map(([, area, problem]) => `${area}/${problem}`)
  return [...said, ...alike]
}

describe('E1: every code has its cause and its remedy in docs/diagnostics.md', () => {
  test('each code of the sources is in the registry', () => {
    const missing = sources.flatMap(({ file, text }) =>
      codesIn(text).flatMap((code) =>
        entries.has(code) || entries.has(code.split('.')[0] ?? '') ? [] : [`${file}: ${code}`],
      ),
    )
    expect(missing).toEqual([])
  })

  test('each code of the registry is in the sources', () => {
    const used = new Set(
      sources.flatMap(({ text }) => [...text.matchAll(/'([a-z-]+\/?[a-z0-9-]*)'/g)].map(([, code]) => code)),
    )
    expect([...entries.keys()].filter((code) => !used.has(code) && !FAMILIES.test(code))).toEqual([])
  })

  test('texts are sentences', () => {
    const odd = [...entries].filter(
      ([, { cause, remedy = 'Is.' }]) => ![cause, remedy].every((text) => /^\S.*[.:]$/s.test(text)),
    )
    expect(odd).toEqual([])
  })

  const examples = documents.flatMap(({ codes }) =>
    Object.entries(codes).map(([code, { example }]) => ({ code, example })),
  )

  test.each(examples.filter(({ example }) => example !== undefined))(
    'the example of $code gives it',
    async ({ code, example = '' }) => {
      const loaded = await load({ 'a.yaml': example, 'base.yaml': BASE })
      expect(places(loaded).map((place) => place.split(' ')[0])).toContain(code)
    },
  )

  test('most codes about documents have an example', () => {
    const without = examples.filter(
      ({ example, code }) => example === undefined && !/^(file|config|files|run)\//.test(code),
    )
    expect(without.length, without.map(({ code }) => code).join(' ')).toBeLessThanOrEqual(8)
  })
})

const BASE = `kind: App
name: slack
---
kind: Package
name: basic
apps: [slack]
---
kind: Account
name: acme
---
kind: Project
account: acme
name: apollo
---
kind: Group
account: acme
project: apollo
name: engineering
`
