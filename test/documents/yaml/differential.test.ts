import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { parseFile, type RawDocument } from '../../../src/documents/parse.js'
import { FileText } from '../../../src/documents/text.js'
import { readFast } from '../../../src/documents/yaml/fast.js'
import { treesFromEvents } from '../../../src/documents/yaml/from-events.js'
import { strictOptions, treesFromYaml } from '../../../src/documents/yaml/from-yaml.js'
import { readStrictly } from '../../../src/documents/yaml/strict.js'
import type { Node } from '../../../src/documents/yaml/tree.js'
import { isUnusual } from '../../../src/documents/yaml/unusual.js'

const word = fc.constantFrom(
  'a',
  'b',
  'no',
  'off',
  'true',
  'True',
  '12',
  '0.5',
  '-3',
  '2026-12-01',
  'x y',
  'é',
  'kind',
  '~',
  'null',
  '012',
  '1_000',
  '.nan',
  '0x1F',
  '1e3',
  '',
)
const quoted = fc.oneof(
  word.map((text) => `"${text}"`),
  word.map((text) => `'${text}'`),
  fc.constantFrom('"a\\u00e9\\n"', "'it''s'", '"a\n  b"', "'a\n\n  b'", '"\\x41"'),
)
const scalar = fc.oneof({ weight: 4, arbitrary: word }, quoted)
const key = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'kind', 'Name', 'name', '"q"', "'s t'", '__proto__', 'constructor', '1', 'true', '<<'),
  quoted,
)

/** Tame texts: block and flow styles as people write them. */
const { node } = fc.letrec<{ node: string; flow: string; block: string; list: string }>((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, scalar, tie('flow'), tie('block'), tie('list')),
  flow: fc.oneof(
    fc.array(fc.oneof(scalar, tie('flow')), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(key, fc.oneof(scalar, tie('flow'))), { maxLength: 4 })
      .map((pairs) => `{${pairs.map((pair) => pair.join(': ')).join(', ')}}`),
  ),
  block: fc
    .array(fc.tuple(key, tie('node')), { minLength: 1, maxLength: 4 })
    .map((pairs) => pairs.map(([name, value]) => `\n${name}:${under(value)}`).join('')),
  list: fc
    .array(tie('node'), { minLength: 1, maxLength: 4 })
    .map((items) => items.map((item) => `\n-${under(item)}`).join('')),
}))
const under = (value: string) => (value.startsWith('\n') ? value.replaceAll('\n', '\n  ') : ` ${value}`)
const literal = fc.constantFrom(
  '\nx: |\n  one\n  two\n',
  '\nx: >-\n  folded\n  text\n\n  more\n',
  '\nx: |2\n   indented\n',
  '\n# only a comment\n',
  '\na: 1 # said\n',
)
const document = fc.oneof({ weight: 5, arbitrary: node }, literal).map((text) => `${text.replace(/^\n/, '')}\n`)
const tame = fc
  .tuple(fc.array(document, { minLength: 1, maxLength: 3 }), fc.constantFrom('---\n', '--- \n', '...\n---\n'))
  .map(([documents, between]) => documents.join(between))

/** Wild ones: any run of what means something in YAML. */
const wild = fc
  .array(
    fc.constantFrom(
      'a',
      'b: ',
      'c:',
      '- ',
      '-',
      '  ',
      '\n',
      '\n  ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '"',
      "'",
      '|',
      '>',
      '#',
      ' #',
      '&x ',
      '*x',
      '!!str ',
      '? ',
      ': ',
      '---',
      '---\n',
      '...\n',
      '\t',
      '%',
      '@',
      '`',
      '\\',
      '1',
      '~',
      'é',
      '\r\n',
      '<<: ',
      '=',
      '!',
      '|-\n',
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''))
/** Tame ones with one thing changed. */
const bent = fc
  .tuple(tame, fc.nat(), fc.constantFrom('', ' ', '\n', ':', '"', '{', ']', '\t', '---', '- ', ', ', '#', 'x', '&a '))
  .map(([text, at, inserted]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + inserted + text.slice(place + (at % 2))
  })
const texts = fc.oneof(tame, wild, bent)

const plainZero = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const whole = (text: string) => parseFile(new FileText('f.yaml', text), { left: 1e9 })
const isForbidden = (text: string) => /\r(?!\n)/.test(text)

/** WRIT_RUNS asks for more, when a parser has changed. */
const runs = Number(process.env.WRIT_RUNS ?? 1_500)

describe('two parsers of YAML', { timeout: 600_000 }, () => {
  test('E1: whatever the fast way takes, the library yaml takes with the strict options, and reads as the same values', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!isForbidden(text) && !/^%/m.test(text))
        const fast = readFast(text)
        if (fast === undefined) return
        const documents = [parseAllDocuments(text, strictOptions)].flat().filter((each) => 'contents' in each)
        expect(documents.flatMap((each) => [...each.errors, ...each.warnings])).toEqual([])
        const values = documents.map((each) => each.toJS({ maxAliasCount: 0 }))
        expect(plainZero(fast)).toEqual(plainZero(values))
      }),
      { numRuns: runs },
    )
  })

  test('E1: the fast way takes exactly the maps that the strict reading of the tree does not complain about', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!/^%/m.test(text) && !isUnusual(text))
        const fast = readFast(text)
        const trees = silently(() => treesFromEvents(text))
        const strict = trees?.map(readStrictly)
        if (fast) expect(strict?.map(({ value }) => value)).toEqual(fast)
        else
          expect(
            strict === undefined || strict.some(({ value, complaints }) => complaints.length > 0 || !isMap(value)),
          ).toBe(true)
      }),
      { numRuns: runs },
    )
  })

  test('E1: both parsers give the same positions to what is accepted', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!isForbidden(text) && !/^%/m.test(text))
        if (readFast(text) === undefined) return
        const { trees, faults } = treesFromYaml(text)
        expect(faults).toEqual([])
        expect(treesFromEvents(text).map(outline)).toEqual(trees.map(outline))
      }),
      { numRuns: runs },
    )
  })

  test('E1: a file parsed document by document reads as the file parsed as a whole', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!isForbidden(text) && !/^%/m.test(text))
        const { documents, diagnostics } = whole(text)
        if (diagnostics.length > 0 || !documents.every(({ value }) => isMap(value))) return
        const all = [parseAllDocuments(text, strictOptions)].flat().filter((each) => 'contents' in each)
        expect(all.flatMap((each) => each.errors)).toEqual([])
        expect(plainZero(documents.map(({ value }: RawDocument) => value))).toEqual(
          plainZero(all.map((each) => each.toJS())),
        )
      }),
      { numRuns: runs },
    )
  })

  test('no text makes the parser throw, and every complaint stands inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'binary', maxLength: 80 })), (text) => {
        const lines = text.split('\n').length
        for (const { at } of whole(text).diagnostics) {
          expect(at?.line).toBeGreaterThanOrEqual(1)
          expect(at?.line).toBeLessThanOrEqual(lines)
          expect(at?.endLine).toBeGreaterThanOrEqual(at?.line ?? 0)
        }
      }),
      { numRuns: runs },
    )
  })
})

const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)

function silently<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** A tree's spans and texts, without what only one parser keeps. */
function outline(node: Node): unknown {
  const at = [node.start, node.end]
  if (node.type === 'map') return { at, entries: node.entries.map(({ key, value }) => [outline(key), outline(value)]) }
  if (node.type === 'list') return { at, items: node.items.map(outline) }
  return node.type === 'scalar' ? { at, text: node.text } : { at }
}
