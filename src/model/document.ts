import type { Position, SourceLine } from './diagnostic.js'
import type { DocumentKind, DocumentOf, WritConfig } from './generated/documents.js'

/** Keys and indexes from a document's root to a value. */
export type Path = readonly (string | number)[]

/**
 * Where a YAML document came from. Positions are worked out when somebody asks, since a plan without
 * changes never does: a source keeps its text, not its syntax tree.
 */
export interface Source {
  readonly file: string
  /** The position of the value at `path`, or of its key; the nearest parent's where there is no such value. */
  locate(path: Path, part?: 'key' | 'value'): Position
  /** The lines from `around` before to `around` after a position. */
  excerpt(at: Position, around?: number): SourceLine[]
}

/** One validated document of an estate. */
export interface EstateDocument<K extends DocumentKind = DocumentKind> {
  readonly kind: K
  readonly value: DocumentOf<K>
  readonly source: Source
}

/** One statement of an author: what a change, a closed gate or a conflict is traced back to (E7). */
export interface Statement {
  readonly source: Source
  readonly path: Path
}

/** A loaded estate: everything in it is valid by itself and against the other documents. */
export interface Estate {
  readonly config: WritConfig
  readonly configSource: Source
  readonly documents: readonly EstateDocument[]
}
