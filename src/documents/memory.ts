import type { EstateDocument } from '../model/document.js'
import type { RawDocument } from './parse.js'
import type { ReadFile } from './read.js'

/**
 * What was parsed of one version of an estate, so that another version parses only what differs. What both share is
 * the very same document, by which a comparison knows it without looking.
 */
export class Memory {
  readonly #files = new Map<string, { readonly id: string; readonly read: ReadFile }>()
  readonly #documents = new WeakMap<RawDocument, EstateDocument>()

  /** @param idOf names a file's content as the other version does */
  constructor(private readonly idOf: (bytes: Buffer) => string) {}

  /** Keeps what is without blame; the rest is read again and complained about again. */
  keep(file: string, { bytes, ...read }: ReadFile): void {
    if (bytes !== undefined && read.diagnostics.length + read.lost.length === 0)
      this.#files.set(file, { id: this.idOf(bytes), read })
  }

  recall(file: string, id: string | undefined): ReadFile | undefined {
    const known = this.#files.get(file)
    return known !== undefined && known.id === id ? known.read : undefined
  }

  keepDocument(raw: RawDocument, document: EstateDocument): void {
    this.#documents.set(raw, document)
  }

  recallDocument = (raw: RawDocument): EstateDocument | undefined => this.#documents.get(raw)
}
