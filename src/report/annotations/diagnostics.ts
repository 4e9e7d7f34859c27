import type { Diagnostic, Position } from '../../model/diagnostic.js'
import type { AnnotatedPlace, Annotation } from './annotation.js'

/** Puts a path of the estate where the repository has it. */
export type Locate = (file: string) => string

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const

/** Every complaint about an estate on the line that it is about (E1). */
export const diagnosticAnnotations = (diagnostics: readonly Diagnostic[], locate: Locate): Annotation[] =>
  diagnostics.map(({ code, severity, message, help, at, excerpt, related = [] }) => ({
    rule: code,
    level: LEVELS[severity],
    title: code,
    message: help === undefined ? message : `${message} (${help})`,
    at: at === undefined ? null : placeOf(at, locate),
    ...(related.length === 0 ? {} : { related: related.map((each) => ({ ...each, at: placeOf(each.at, locate) })) }),
    identity: identityOf(message, at, excerpt),
  }))

const placeOf = (at: Position, locate: Locate): AnnotatedPlace => ({ ...at, file: locate(at.file) })

/** The text of the line and what of it is marked: both stay when lines are added above. */
function identityOf(message: string, at: Diagnostic['at'], excerpt: Diagnostic['excerpt'] = []): string[] {
  const line = excerpt.find((each) => each.line === at?.line)?.text
  if (at === undefined || line === undefined) return [message]
  const end = at.endLine === at.line ? at.endColumn - 1 : line.length
  return [line.trim(), line.slice(at.column - 1, end)]
}
