import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codes } from '../../src/documents/codes.js'
import type { FileTree } from '../../src/documents/files/tree.js'
import { loadEstate } from '../../src/documents/index.js'
import { diagnosticsJson, diagnosticsText } from '../../src/report/diagnostics.js'
import { jsonText } from '../../src/report/escape.js'
import { acting } from '../support/hostile.js'
import { type Effort, type Fuzzed, fuzz, type Random, randomOf } from './fuzz.js'
import { mutated, mutatedValue } from './mutate.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const now = new Date('2026-11-22T14:03:00Z')

/** The documents of the examples, and of what the schemas give as examples. */
const yaml = readdirSync(join(root, 'examples'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
const values = readdirSync(join(root, 'schema'))
  .filter((name) => name.endsWith('.schema.json'))
  .flatMap(
    (name) => (JSON.parse(readFileSync(join(root, 'schema', name), 'utf8')) as { examples?: unknown[] }).examples ?? [],
  )

const WRIT = `version: 1
platform: {type: writ, url: "http://127.0.0.1:4010", tenant: acme-cloud, token: {env: WRIT_TOKEN}}
`

/** Estates that nobody wrote, each of a few files: the same for the same seed. */
export function fuzzDocuments(effort: Effort, seed: number): Promise<Fuzzed> {
  return fuzz((at) => takeEstate(estateOf(randomOf(seed, at))), effort)
}

type Files = Readonly<Record<string, string>>

function estateOf(random: Random): Files {
  const file = () => (random.maybe(0.5) ? mutated(random.pick(yaml), random, random.pick(yaml)) : valueFile(random))
  const writ = random.maybe(0.2) ? mutated(WRIT, random, random.pick(yaml)) : WRIT
  return { 'writ.yaml': writ, 'a.yaml': file(), ...(random.maybe(0.5) ? { 'b/c.yml': file() } : {}) }
}

/** JSON is YAML: a value may be as odd as it likes and is still a document. */
function valueFile(random: Random): string {
  const documents = Array.from({ length: 1 + random.below(4) }, () =>
    written(mutatedValue(random.pick(values), random)),
  )
  return `${documents.join('\n---\n')}\n`
}

function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch {
    return '[' // too deep to be written, and so to be read
  }
}

async function takeEstate(files: Files): Promise<string | undefined> {
  const loaded = await loadEstate(treeOf(files), { now })
  const unknown = loaded.diagnostics.find(({ code }) => !Object.hasOwn(codes, code))
  if (unknown !== undefined) return `${unknown.code} is no code`
  const placeless = loaded.diagnostics.find(({ at, code }) => at === undefined && code !== 'run/more')
  if (placeless !== undefined) return `${placeless.code} has no place`
  const signs = acting(diagnosticsText(loaded) + jsonText(diagnosticsJson(loaded, { exitCode: 1, reasons: [] })))
  return signs.length > 0 ? `${signs.slice(0, 3).join(' ')} is shown` : undefined
}

const treeOf = (files: Files): FileTree => ({
  label: '',
  list: (folder) =>
    folder === ''
      ? [...new Set(Object.keys(files).map((path) => path.split('/')[0] as string))].map((name) => ({
          name,
          is: name in files ? 'file' : 'folder',
        }))
      : Object.keys(files)
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => ({ name: path.slice(folder.length + 1), is: 'file' })),
  target: () => 'dangling',
  read: (file) => Buffer.from(files[file] ?? ''),
})
