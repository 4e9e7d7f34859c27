import { existsSync } from 'node:fs'
import type { Diagnostic } from '../model/diagnostic.js'
import { isError } from '../model/diagnostic.js'
import type { Estate, EstateDocument } from '../model/document.js'
import { diagnosticIn } from './complain.js'
import { type LoadedConfig, loadConfig } from './config.js'
import { Draft } from './draft.js'
import { openFolder } from './files/folder.js'
import type { FileTree } from './files/tree.js'
import { type FoundFile, fileError, findFiles } from './find.js'
import { Gathered } from './gathered.js'
import { type Identified, identify } from './identify.js'
import { limits } from './limits.js'
import type { Memory } from './memory.js'
import type { RawDocument } from './parse.js'
import { appetite, type ReadFile, readFile } from './read.js'
import { rules } from './rules/index.js'
import { settle } from './settle.js'

export interface LoadOptions {
  /** The environment chosen with --env or WRIT_ENV. */
  readonly env?: string | undefined
  /** The clock, for dates that have passed. */
  readonly now: Date
  /** What another version of the estate shares with this one. */
  readonly memory?: Memory | undefined
}

export interface Loaded {
  /** Null when any diagnostic is an error. */
  readonly estate: Estate | null
  /** Every complaint of the run, in the order of files and positions (E1). */
  readonly diagnostics: Diagnostic[]
  readonly files: number
  readonly documents: number
}

/**
 * Loads and judges an estate: files, then YAML, schemas, what is not supported yet, references, conflicts, hints.
 * @param from a folder, or where else its files come from
 */
export async function loadEstate(from: string | FileTree, options: LoadOptions): Promise<Loaded> {
  const tree = typeof from === 'string' ? openFolder(from) : from
  const read = tree === undefined ? noEstate(from as string) : await readDocuments(tree, options.memory)
  const config = read.writ.map((document) => loadConfig(document, options.env))[0]
  const { gathered } = read
  gathered.add(config?.diagnostics ?? noConfig(read))
  const identified = gathered.isTooMuch ? NOTHING : identify(read.documents, options.memory)
  gathered.add(identified.diagnostics)
  await judge(new Draft(identified, config, read.lost, options.now), gathered)
  const counts = { files: read.files, documents: read.documents.length + read.writ.length }
  const { diagnostics, isTooMuch } = gathered
  const estate = toEstate(config, identified.documents, diagnostics)
  return { ...counts, diagnostics: settle(diagnostics, isTooMuch), estate }
}

const NOTHING: Identified = { documents: [], invalid: [], diagnostics: [] }

/** Rule after rule. Behind too many errors nothing more is looked for: nobody reads them, and each costs. */
async function judge(draft: Draft, gathered: Gathered): Promise<void> {
  for (const rule of rules) {
    if (gathered.isTooMuch) return
    gathered.addUntilTooMuch(rule(draft))
  }
  gathered.add(await judgePolicies(draft))
}

/** Only an estate that has policies loads their language. */
async function judgePolicies(draft: Draft): Promise<Diagnostic[]> {
  const policies = draft.of('Policy')
  if (policies.length === 0) return []
  const { checkPolicies } = await import('./policies/index.js')
  return [...checkPolicies(policies)]
}

function toEstate(
  config: LoadedConfig | undefined,
  documents: EstateDocument[],
  diagnostics: Diagnostic[],
): Estate | null {
  if (!config?.config || diagnostics.some(isError)) return null
  return { config: config.config, configSource: config.source, documents }
}

interface Read {
  readonly writ: RawDocument[]
  readonly documents: RawDocument[]
  readonly gathered: Gathered
  /** Texts whose documents are not known. */
  readonly lost: string[]
  readonly files: number
  /** What writ.yaml is called where it is shown. */
  readonly writFile: string
}

function nothing(files: number, writFile: string, diagnostics: readonly Diagnostic[]): Read {
  const gathered = new Gathered()
  gathered.add(diagnostics)
  return { writ: [], documents: [], gathered, lost: [], files, writFile }
}

async function readDocuments(tree: FileTree, memory?: Memory): Promise<Read> {
  const { files, diagnostics } = findFiles(tree)
  const writFile = `${tree.label}writ.yaml`
  const read = nothing(files.length, writFile, diagnostics)
  const known = (found: FoundFile) => memory?.recall(found.file, tree.id?.(found.path))
  await tree.prepare?.(files.filter((found) => known(found) === undefined).map(({ path }) => path))
  const left = appetite()
  for (const found of files) {
    if (read.gathered.isTooMuch) break
    const of = known(found) ?? readFile(tree, found, left)
    if (tree.label === '') memory?.keep(found.file, of)
    add(read, of, found.file)
    if (read.documents.length > limits.documents) return tooManyDocuments(read, tree.label + found.file)
  }
  return read
}

function noEstate(dir: string): Read {
  const [message, help] = existsSync(dir)
    ? [`${dir} is a file; name the folder it is in`, 'An estate is the folder that holds writ.yaml.']
    : [`there is no folder ${dir}`, 'Name the folder that holds writ.yaml.']
  const diagnostics = [fileError('.', 'file/no-estate', message, help)]
  return nothing(0, 'writ.yaml', diagnostics)
}

/** What was read so far does not count: an estate is judged whole or not at all. */
function tooManyDocuments({ files, writFile }: Read, file: string): Read {
  const message = `there are more documents in the estate than ${limits.documents}`
  const diagnostics = [fileError(file, 'file/too-many-documents', message, 'Divide the estate into several.')]
  return nothing(files, writFile, diagnostics)
}

function add(read: Read, { documents, diagnostics, lost }: ReadFile, file: string): void {
  const isWrit = file === 'writ.yaml'
  const more = isWrit ? documents.slice(1, limits.complaintsPerDocument).map(({ source }) => onlyOne(source)) : []
  read.gathered.add(diagnostics)
  read.gathered.add(more)
  for (const text of lost) read.lost.push(text)
  const target = isWrit ? read.writ : read.documents
  for (const document of documents) target.push(document)
}

const onlyOne = (source: RawDocument['source']) =>
  diagnosticIn(
    { source, path: [] },
    {
      code: 'document/unknown-kind',
      message: 'writ.yaml holds one document only',
      help: 'Move this one to another file.',
    },
  )

const UNREAD = new Set(['file/no-estate', 'file/too-many-documents'])

function noConfig({ gathered, writFile }: Read): Diagnostic[] {
  const blamed =
    gathered.isTooMuch || gathered.diagnostics.some(({ at, code }) => at?.file === writFile || UNREAD.has(code))
  const help = 'An estate has writ.yaml at its root.'
  return blamed ? [] : [fileError(writFile, 'file/no-writ-yaml', 'there is no writ.yaml here', help)]
}
