import type { Diagnostic } from '../model/diagnostic.js'
import { decodeFile } from './decode.js'
import type { FileTree, Refusal } from './files/tree.js'
import { type FoundFile, fileError } from './find.js'
import { limits } from './limits.js'
import { type Parsed, type Patience, parseFile } from './parse.js'
import type { Words } from './yaml/fast.js'

/** How much may still be read in this run. */
export interface Appetite {
  /** Bytes. */
  left: number
  readonly patience: Patience
  readonly words: Words
}

export const appetite = (): Appetite => ({
  left: limits.totalBytes,
  patience: { left: limits.carefulLength },
  words: new Map(),
})

/** What a file holds, or what is wrong with it. */
export interface ReadFile extends Parsed {
  /** Undefined where the file could not be read. */
  readonly bytes?: Buffer
}

export function readFile(tree: FileTree, found: FoundFile, appetite: Appetite): ReadFile {
  const shown = tree.label + found.file
  const bytes = tree.read(found.path)
  const refused = Buffer.isBuffer(bytes) ? tooLarge(bytes, appetite) : bytes
  if (refused !== null || !Buffer.isBuffer(bytes)) return refusal(shown, refused as Refusal)
  const { text, diagnostics, lost } = decodeFile(found.file, bytes, tree.label)
  const parsed = text === undefined ? NOTHING : parseFile(text, appetite.patience, appetite.words)
  const isEmpty = text !== undefined && parsed.documents.length + parsed.diagnostics.length === 0
  return {
    bytes,
    documents: parsed.documents,
    diagnostics: [...diagnostics, ...parsed.diagnostics, ...(isEmpty ? [emptyFile(shown)] : [])],
    lost: lost === undefined ? parsed.lost : [lost, ...parsed.lost],
  }
}

const NOTHING: Parsed = { documents: [], diagnostics: [], lost: [] }

function tooLarge(bytes: Buffer, appetite: Appetite): Refusal | null {
  if (bytes.length > limits.fileBytes) return TOO_LARGE
  appetite.left -= bytes.length
  if (appetite.left >= 0) return null
  const help = `All files together may have ${limits.totalBytes} bytes.`
  return { code: 'file/too-large', message: 'the estate is too large', help }
}

export const TOO_LARGE: Refusal = {
  code: 'file/too-large',
  message: 'this file is too large',
  help: `A file may have ${limits.fileBytes} bytes; split it.`,
}

const refusal = (file: string, { code, message, help }: Refusal): ReadFile => ({
  ...NOTHING,
  diagnostics: [fileError(file, code, message, help)],
})

const emptyFile = (file: string): Diagnostic =>
  fileError(file, 'file/empty', 'this file holds no document', 'Write a document, or remove the file.')
