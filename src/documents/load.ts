import type { Diagnostic } from '../model/diagnostic.js'
import { isError } from '../model/diagnostic.js'
import type { Estate, EstateDocument } from '../model/document.js'
import { diagnosticIn } from './complain.js'
import { type LoadedConfig, loadConfig } from './config.js'
import { Draft } from './draft.js'
import { fileError, findFiles } from './find.js'
import { identify } from './identify.js'
import { limits } from './limits.js'
import { parseFile, type RawDocument } from './parse.js'
import { readFile } from './read.js'
import { rules } from './rules/index.js'
import { settle } from './settle.js'

export interface LoadOptions {
  /** The environment chosen with --env or WRIT_ENV. */
  readonly env?: string | undefined
  /** The clock, for dates that have passed. */
  readonly now: Date
}

export interface Loaded {
  /** Null when any diagnostic is an error. */
  readonly estate: Estate | null
  /** Every complaint of the run, in the order of files and positions (E1). */
  readonly diagnostics: Diagnostic[]
  readonly files: number
  readonly documents: number
}

/** Loads and judges an estate: files, then YAML, schemas, what is not supported yet, references, conflicts, hints. */
export async function loadEstate(dir: string, options: LoadOptions): Promise<Loaded> {
  const read = readDocuments(dir)
  const config = read.writ.map((document) => loadConfig(document, options.env))[0]
  const identified = identify(read.documents)
  const diagnostics = [...read.diagnostics, ...(config?.diagnostics ?? noConfig(read)), ...identified.diagnostics]
  const draft = new Draft(identified, config, read.lost, options.now)
  for (const rule of rules) for (const diagnostic of rule(draft)) diagnostics.push(diagnostic)
  const counts = { files: read.files, documents: read.documents.length + read.writ.length }
  return { ...counts, diagnostics: settle(diagnostics), estate: toEstate(config, identified.documents, diagnostics) }
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
  readonly diagnostics: Diagnostic[]
  /** Texts whose documents are not known. */
  readonly lost: string[]
  readonly files: number
}

function readDocuments(dir: string): Read {
  const found = findFiles(dir)
  const read: Read = { writ: [], documents: [], diagnostics: found.diagnostics, lost: [], files: found.files.length }
  const appetite = { left: limits.totalBytes }
  const patience = { left: limits.carefulLength }
  const words = new Map<string, string>()
  for (const file of found.files) {
    const { text, diagnostics, lost } = readFile(file, appetite)
    read.diagnostics.push(...diagnostics)
    if (lost !== undefined) read.lost.push(lost)
    if (text) add(read, parseFile(text, patience, words), file.file)
  }
  return read
}

function add(read: Read, parsed: ReturnType<typeof parseFile>, file: string): void {
  read.diagnostics.push(...parsed.diagnostics)
  read.lost.push(...parsed.lost)
  if (parsed.documents.length === 0 && parsed.diagnostics.length === 0) read.diagnostics.push(emptyFile(file))
  const target = file === 'writ.yaml' ? read.writ : read.documents
  for (const document of parsed.documents) target.push(document)
  for (const { source } of file === 'writ.yaml' ? parsed.documents.slice(1) : []) read.diagnostics.push(onlyOne(source))
}

const emptyFile = (file: string) =>
  fileError(file, 'file/empty', 'this file holds no document', 'Write a document, or remove the file.')

const onlyOne = (source: RawDocument['source']) =>
  diagnosticIn(
    { source, path: [] },
    {
      code: 'document/unknown-kind',
      message: 'writ.yaml holds one document only',
      help: 'Move this one to another file.',
    },
  )

function noConfig(read: Read): Diagnostic[] {
  const blamed = read.diagnostics.some(({ at, code }) => at?.file === 'writ.yaml' || code === 'file/no-estate')
  const help = 'An estate has writ.yaml at its root.'
  return blamed ? [] : [fileError('writ.yaml', 'file/no-writ-yaml', 'there is no writ.yaml here', help)]
}
