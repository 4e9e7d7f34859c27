import type { Path } from '../model/document.js'
import type { DocumentKind } from '../model/generated/documents.js'

/** What the estate's language has against a document: why a value, at a path, may not be written. */
export interface Refusal {
  readonly path: Path
  readonly message: string
}

/**
 * What an estate can say at all. Given from outside, so that what is written here and what the loader accepts are
 * judged by the same schemas, and this stage knows no parser.
 */
export interface Language {
  /** Empty where the document may be written. */
  refusals(kind: DocumentKind, value: object): readonly Refusal[]
  /** What two names have in common that the loader takes for one name typed twice. */
  fold(name: string): string
  /** How long a document may be, in UTF-16 units. */
  readonly longest: number
}
