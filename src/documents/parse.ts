import type { Diagnostic } from '../model/diagnostic.js'
import type { Source } from '../model/document.js'
import type { Code } from './codes.js'
import { diagnosticAt } from './complain.js'
import { limits } from './limits.js'
import { type Chunk, DocumentSource } from './source.js'
import type { FileText } from './text.js'
import { readFast, type Words } from './yaml/fast.js'
import { treesFromEvents } from './yaml/from-events.js'
import { treesFromYaml } from './yaml/from-yaml.js'
import { readStrictly } from './yaml/strict.js'
import { type SyntaxComplaint, syntaxComplaint } from './yaml/syntax.js'
import type { Node, Span } from './yaml/tree.js'
import { isUnusual } from './yaml/unusual.js'

/** A document as parsed: not yet known to be of any kind. */
export interface RawDocument {
  readonly value: unknown
  readonly source: Source
}

export interface Parsed {
  readonly documents: RawDocument[]
  readonly diagnostics: Diagnostic[]
  /** Parts that gave no document: what they declare is not known. */
  readonly lost: string[]
}

/** How much text the slow parser may still read in this run. */
export interface Patience {
  left: number
}

/**
 * Parses a file, each part between `---` lines by itself: one mistake hides none in another document, and no
 * syntax tree is larger than a document's. A line of `---` ends a document wherever it stands, even in a block scalar.
 * Behind more documents or complaints than a whole run may have, nothing more is read.
 */
export function parseFile(text: FileText, patience: Patience, words: Words = new Map()): Parsed {
  const parsed: Parsed = { documents: [], diagnostics: [], lost: [] }
  const directive = /^%/m.exec(text.text)
  if (directive) return refuse(text, directive.index, 'yaml/directive', 'directives are not taken', noDirective)
  for (const [start, end] of splitDocuments(text.text)) {
    if (parsed.documents.length > limits.documents || parsed.diagnostics.length > limits.complaints) break
    parseChunk({ text, start, end, parser: 'events' }, patience, parsed, words)
  }
  return parsed
}

const noDirective = 'Leave the line out: estates are YAML 1.2.'

function refuse(text: FileText, start: number, code: Code, message: string, help: string): Parsed {
  const at = text.position({ start, end: start + 1 })
  return { documents: [], diagnostics: [diagnosticAt(text, at, { code, message, help })], lost: [text.text] }
}

/** Where the parts of a text begin and end; every part but the first begins with `---`. */
export function* splitDocuments(text: string): Generator<[start: number, end: number]> {
  let start = 0
  for (let at = text.indexOf('\n---'); at >= 0; at = text.indexOf('\n---', at + 4)) {
    const next = text.charCodeAt(at + 4)
    if (!(Number.isNaN(next) || next === 10 || next === 13 || next === 32 || next === 9)) continue
    yield [start, at + 1]
    start = at + 1
  }
  yield [start, text.length]
}

function parseChunk(chunk: Chunk, patience: Patience, parsed: Parsed, words: Words): void {
  const { text, start, end } = chunk
  if (end - start > limits.documentLength) {
    const help = `A document may have ${limits.documentLength} characters; split it.`
    parsed.lost.push(text.text.slice(start, end))
    parsed.diagnostics.push(
      ...refuse(text, start, 'yaml/document-too-large', 'this document is too large', help).diagnostics,
    )
    return
  }
  const values = readFast(text.text.slice(start, end), words)
  if (!values) parseCarefully(chunk, patience, parsed)
  values?.forEach((value, index) => {
    parsed.documents.push({ value, source: new DocumentSource(chunk, index) })
  })
}

/** The slow way, for texts with something to complain about: first which syntax, then what is refused in it. */
function parseCarefully(chunk: Chunk, patience: Patience, parsed: Parsed): void {
  const slice = chunk.text.text.slice(chunk.start, chunk.end)
  const { trees, faults, parser } = readTrees(slice, patience)
  for (const fault of faults) parsed.diagnostics.push(diagnosticAt(chunk.text, place(chunk, fault), fault))
  if (faults.length > 0) {
    parsed.lost.push(slice)
    return
  }
  const counted: Chunk = { ...chunk, parser }
  trees.forEach((tree, index) => {
    readDocument(tree, counted, index, parsed)
  })
}

function readDocument(tree: Node, chunk: Chunk, index: number, parsed: Parsed): void {
  if (tree.type === 'scalar' && tree.plain && tree.text === '') {
    const help = 'Remove the line ---, or write the document.'
    const complaint = { code: 'yaml/empty-document', message: 'there is no document here', help } as const
    parsed.diagnostics.push(diagnosticAt(chunk.text, place(chunk, tree), complaint))
    return
  }
  const { value, complaints } = readStrictly(tree)
  for (const { first, ...complaint } of complaints) {
    const related = first ? [{ message: 'the first one', at: place(chunk, first) }] : []
    parsed.diagnostics.push(diagnosticAt(chunk.text, place(chunk, complaint), { ...complaint, related }))
  }
  if (complaints.length === 0) parsed.documents.push({ value, source: new DocumentSource(chunk, index) })
  else parsed.lost.push(chunk.text.text.slice(chunk.start, chunk.end))
}

const place = (chunk: Chunk, { start, end }: Span) =>
  chunk.text.position({ start: chunk.start + start, end: chunk.start + end })

type Reading = { trees: Node[]; faults: SyntaxComplaint[]; parser: Chunk['parser'] }

function readTrees(text: string, patience: Patience): Reading {
  if (isUnusual(text)) return readWithYaml(text, patience, impatient)
  try {
    return { trees: treesFromEvents(text), faults: [], parser: 'events' }
  } catch (cause) {
    return readWithYaml(text, patience, syntaxComplaint(text, cause))
  }
}

/** `first` is what is said where `yaml` would take too long, or cannot say more. */
function readWithYaml(text: string, patience: Patience, first: SyntaxComplaint): Reading {
  if (first.code === 'yaml/too-deep' || text.length > patience.left)
    return { trees: [], faults: [first], parser: 'yaml' }
  patience.left -= text.length
  const { trees, faults } = treesFromYaml(text)
  return { trees, faults: faults.slice(0, shownFaults).map((fault) => syntaxComplaint(text, fault)), parser: 'yaml' }
}

/** One mistake of syntax makes many faults; the first ones are the telling ones. */
const shownFaults = 3

const impatient: SyntaxComplaint = {
  start: 0,
  end: 1,
  code: 'yaml/syntax',
  message: 'too many documents with tabs or ... lines',
  help: 'Indent with spaces, and separate documents with ---.',
}
