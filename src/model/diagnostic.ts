/** A mistake of the author, with its place and remedy (E1). Diagnostics are gathered, never thrown. */
export interface Diagnostic {
  /** Stable, `area/problem`, e.g. `reference/unknown-app`. */
  readonly code: string
  readonly severity: Severity
  /** One sentence: what is wrong, with "did you mean" where there is a near name. */
  readonly message: string
  /** What to do about it. */
  readonly help?: string
  /** Absent where no file is at fault. */
  readonly at?: Position
  /** The lines around `at`, for the code frame. */
  readonly excerpt?: readonly SourceLine[]
  /** Other places that matter, such as the first of two conflicting statements. */
  readonly related?: readonly Related[]
}

export type Severity = 'error' | 'warning' | 'info'

/** A range in a file of the estate; lines and columns count from 1, columns in UTF-16 units, the end is exclusive. */
export interface Position {
  /** Relative to the estate's folder, with forward slashes. */
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export interface SourceLine {
  readonly line: number
  readonly text: string
}

export interface Related {
  readonly message: string
  readonly at: Position
}

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error'
