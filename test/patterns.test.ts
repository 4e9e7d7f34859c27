import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check } from 'recheck'
import ts from 'typescript'
import { beforeAll, expect, test, vi } from 'vitest'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('..', import.meta.url))

// Proving takes a while, and more on a busy machine.
vi.setConfig({ testTimeout: 300_000 })

// The checker in JavaScript: the same on every machine, and without a program of its own.
beforeAll(() => {
  process.env.RECHECK_BACKEND = 'pure'
})

interface Pattern {
  /** `file:line`, or the file of a schema. */
  readonly at: string
  readonly source: string
  readonly flags: string
}

const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('generated'))
  .map((entry) => join(entry.parentPath, entry.name))

const parsed = (file: string) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* nodesOf(child)
}

const placeOf = (node: ts.Node): string => {
  const file = node.getSourceFile()
  return `${relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}

function literalsOf(file: string): Pattern[] {
  return [...nodesOf(parsed(file))].filter(ts.isRegularExpressionLiteral).map((node) => {
    const end = node.text.lastIndexOf('/')
    return { at: placeOf(node), source: node.text.slice(1, end), flags: node.text.slice(end + 1) }
  })
}

/** Patterns of a schema; what validates them compiles them with the flag u. */
function* patternsIn(at: string, value: unknown): Generator<Pattern> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, each] of Object.entries(value)) {
    if (key === 'pattern' && typeof each === 'string') yield { at, source: each, flags: 'u' }
    if (key === 'patternProperties') for (const source of Object.keys(each)) yield { at, source, flags: 'u' }
    yield* patternsIn(at, each)
  }
}

const schemas = readdirSync(join(root, 'schema')).flatMap((file): Pattern[] => [
  ...patternsIn(`schema/${file}`, parse(readFileSync(join(root, 'schema', file), 'utf8'), { maxAliasCount: -1 })),
])

/** What a pattern costs at worst, where that is more than in proportion to the text. */
async function dear({ at, source, flags }: Pattern): Promise<string[]> {
  const { status, complexity } = await check(source, flags, { timeout: 60_000 })
  const isLinear = status === 'safe' && (complexity.type === 'safe' || complexity.type === 'linear')
  return isLinear ? [] : [`${at} /${source.slice(0, 80)}/ ${complexity?.summary ?? status}`]
}

async function dearAmong(patterns: readonly Pattern[]): Promise<string[]> {
  const found: string[] = []
  for (const pattern of patterns) found.push(...(await dear(pattern)))
  return found
}

/**
 * What reads a bounded text: a writ.yaml of one's own at a key press, a name that was cut to 180 signs, and one field of
 * a plan, for which the repeated quote of a name like O'Brien keeps the pattern from beginning at words alone.
 */
const BOUNDED = /^src\/(documents\/glance|report\/review-document|report\/markdown\/people)\.ts:/

test('every pattern in the sources takes time in proportion to the text, whatever the text', async () => {
  const literals = sources.flatMap(literalsOf)
  expect(literals.length).toBeGreaterThan(80)
  expect(await dearAmong(literals.filter(({ at }) => !BOUNDED.test(at)))).toEqual([])
})

test('every pattern in a schema takes time in proportion to the text', async () => {
  expect(schemas.length).toBeGreaterThan(30)
  const each = [...new Map(schemas.map((pattern) => [pattern.source, pattern])).values()]
  expect(await dearAmong(each)).toEqual([])
})

test('no pattern is put together at run time, where nothing could prove it', () => {
  const made = (node: ts.Node) =>
    (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp'
  expect(
    sources.flatMap((file) => [...nodesOf(parsed(file))].filter(made).map(placeOf)).filter((at) => !BOUNDED.test(at)),
  ).toEqual([])
})

test('a pattern that backtracks is found', async () => {
  expect(await dear({ at: 'here', source: '^(a+)+$', flags: '' })).toEqual(['here /^(a+)+$/ exponential'])
  expect(await dear({ at: 'here', source: '\\s*x$', flags: '' })).toHaveLength(1)
})
