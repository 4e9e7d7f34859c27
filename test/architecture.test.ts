import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const src = fileURLToPath(new URL('../src', import.meta.url))

/** What each place of `src/` may import from, apart from itself. Types count like values. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  kinds: ['model'],
  access: ['kinds', 'model'],
  documents: ['access', 'kinds', 'model'],
  state: ['access', 'kinds', 'model'],
  plan: ['access', 'kinds', 'model'],
  policy: ['access', 'kinds', 'model'],
  audit: ['access', 'kinds', 'model'],
  record: ['access', 'kinds', 'model'],
  // The past, from what records and Git hold.
  history: ['access', 'kinds', 'model'],
  import: ['access', 'kinds', 'model'],
  report: ['access', 'kinds', 'model'],
  provider: ['access', 'kinds', 'model'],
  // What executes speaks through the port.
  apply: ['access', 'kinds', 'model', 'provider'],
  sandbox: [],
  // Holds platforms to the contract with a client of its own, so that Writ's cannot hide a mistake.
  conformance: ['model'],
  engine: [
    ...['documents', 'state', 'plan', 'policy', 'apply', 'audit', 'record', 'history', 'report', 'provider', 'import'],
    ...['access', 'kinds', 'model'],
  ],
  commands: [
    ...['sandbox', 'conformance', 'engine', 'documents', 'state', 'plan', 'record', 'report', 'provider'],
    ...['kinds', 'model'],
  ],
  index: ['engine', 'documents', 'provider', 'report', 'model', 'sandbox', 'apply', 'state', 'plan', 'policy'],
}

/** Only what is reached by `provider` from elsewhere is its port: adapters are chosen at the door. */
const PORT = /^provider\/port\.ts$/

/** `engine.ts` and what it is made of, in `engine/`, are one place. */
const placeOf = (file: string): string => file.split('/')[0]?.replace(/\.ts$/, '') ?? ''

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.includes('/generated/'))
  // The program of the auditor's page is bundled: what runs of it, runs in a browser.
  .filter((file) => !file.startsWith('report/html/client/'))

const codeOf = (file: string): string =>
  readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

const IMPORT = /(?:\b(?:import|export)\s+(type\s+)?([\w*${}\s,]*?)\s*from\s+|\bimport\s*\(\s*|^\s*import\s+)'([^']+)'/gm

/** Every import of a file, static, dynamic or re-exported, as a path below `src/`, or a package's name. */
function importsOf(file: string): { to: string; isType: boolean }[] {
  return [...codeOf(file).matchAll(IMPORT)].map(([, type, names = '', name = '']) => {
    const inside = () =>
      relative(src, join(src, dirname(file), name))
        .replace(/\.js$/, '.ts')
        .replaceAll('\\', '/')
    const named = names
      .replace(/[{}]/g, '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
    const isType = type !== undefined || (named.length > 0 && named.every((each) => each.startsWith('type ')))
    return { to: name.startsWith('.') ? inside() : name, isType }
  })
}

const arrows = files.flatMap((from) => importsOf(from).map((each) => ({ from, ...each })))
const inner = arrows.filter(({ to }) => /\.ts$/.test(to) && !to.includes('/generated/'))

test('the graph is drawn at all: each place of src/ is known, and imports were found', () => {
  expect([...new Set(files.map(placeOf))].filter((place) => !(place in MAY_IMPORT))).toEqual([])
  expect(inner.length).toBeGreaterThan(files.length)
  expect(inner.filter(({ to }) => !files.includes(to))).toEqual([])
})

test('imports point one way: commands > engine > stages > access > kinds > model', () => {
  const backwards = inner.filter(({ from, to }) => {
    const [a, b] = [placeOf(from), placeOf(to)]
    return a !== b && !(MAY_IMPORT[a] ?? []).includes(b)
  })
  expect(backwards).toEqual([])
})

test('stages reach a platform through the port alone: no adapter but at the door', () => {
  const around = inner.filter(
    ({ from, to }) => placeOf(to) === 'provider' && !PORT.test(to) && !/^(provider|commands|index)\b/.test(from),
  )
  expect(around).toEqual([])
})

test('E3: what plans and what tells cannot reach the disk, the network or the terminal', () => {
  const pure = new Set(['model', 'kinds', 'access', 'state', 'plan', 'policy', 'audit', 'import', 'report'])
  // Rules of policies are judged in a thread of their own, which is given texts and answers with texts.
  const judging = ['@bufbuild/cel', '@bufbuild/cel/ext', 'node:worker_threads']
  const harmless = new Set(['node:crypto', 'node:util', 'node:zlib', 'ajv', 'fast-diff', 'yaml', ...judging])
  const reaching = arrows.filter(({ from, to }) => pure.has(placeOf(from)) && !to.endsWith('.ts') && !harmless.has(to))
  expect(reaching).toEqual([])
})

test('the engine never prints: only commands write to the terminal or end the process', () => {
  const printing = files.filter(
    (file) => placeOf(file) !== 'commands' && /\bconsole\.|process\.(stdout|stderr|exit|argv|env)\b/.test(codeOf(file)),
  )
  expect(printing).toEqual([])
})

test('no circle of imports between files; types may name each other', () => {
  const next = new Map<string, string[]>()
  for (const { from, to } of inner.filter(({ isType }) => !isType)) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const circles: string[][] = []
  const walk = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file])
    if (done.has(file) || path.includes(file)) return
    for (const to of next.get(file) ?? []) walk(to, [...path, file])
    done.add(file)
  }
  for (const file of files) walk(file, [])
  expect(circles).toEqual([])
})
