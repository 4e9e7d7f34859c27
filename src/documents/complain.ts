import type { Diagnostic, Position, Related, Severity, SourceLine } from '../model/diagnostic.js'
import type { Path, Source } from '../model/document.js'
import type { Code } from './codes.js'

export interface Complaint {
  readonly code: Code
  readonly message: string
  readonly help?: string | undefined
  readonly severity?: Severity
  readonly related?: readonly Related[]
}

/** What to do about what is not supported yet. */
export const untilSupported = 'Remove it until it is; Writ refuses what it would have to ignore.'

/** Where a complaint points: a place in a document, by path. */
export interface Place {
  readonly source: Source
  readonly path: Path
  readonly part?: 'key' | 'value'
}

interface Excerpts {
  excerpt(at: Position, around?: number): SourceLine[]
}

/** A diagnostic at a position, with the lines around it. */
export function diagnosticAt(text: Excerpts | undefined, at: Position | undefined, complaint: Complaint): Diagnostic {
  const { code, message, help, severity = 'error', related } = complaint
  return {
    code,
    severity,
    message,
    ...(help ? { help } : {}),
    ...(at ? { at } : {}),
    ...(at && text ? { excerpt: text.excerpt(at) } : {}),
    ...(related?.length ? { related } : {}),
  }
}

/** A diagnostic at a place of a document. */
export function diagnosticIn({ source, path, part }: Place, complaint: Complaint): Diagnostic {
  return diagnosticAt(source, source.locate(path, part), complaint)
}

/** Another place that matters, to be listed under a diagnostic. */
export const relatedTo = ({ source, path, part }: Place, message: string): Related => ({
  message,
  at: source.locate(path, part),
})
