import type { Diagnostic } from '../model/diagnostic.js'
import type { EstateDocument } from '../model/document.js'
import type { DocumentKind, DocumentOf } from '../model/generated/documents.js'
import { didYouMean } from '../model/nearest.js'
import { diagnosticIn } from './complain.js'
import { limits } from './limits.js'
import type { Memory } from './memory.js'
import type { RawDocument } from './parse.js'
import { checkSchema } from './schema-check.js'

export const kinds = [
  'App',
  'Package',
  'Account',
  'AccountSet',
  'ProjectTemplate',
  'Project',
  'ProjectSet',
  'Group',
  'User',
  'Connection',
  'Waiver',
  'Hold',
  'Override',
  'Policy',
  'Review',
] as const satisfies readonly DocumentKind[]

const known = new Set<string>(kinds)

export interface Identified {
  /** Documents that are valid by themselves. */
  readonly documents: EstateDocument[]
  /** Documents of a known kind that are not: their names still count as declared. */
  readonly invalid: { readonly kind: DocumentKind; readonly value: Record<string, unknown> }[]
  readonly diagnostics: Diagnostic[]
}

/** Finds each document's kind and holds it against that kind's schema, so that no error speaks of other kinds. Until there are too many. */
export function identify(raw: readonly RawDocument[], memory?: Memory): Identified {
  const identified: Identified = { documents: [], invalid: [], diagnostics: [] }
  for (const document of raw) {
    if (identified.diagnostics.length > limits.complaints) break
    const known = memory?.recallDocument(document)
    if (known === undefined) identifyOne(document, identified, memory)
    else identified.documents.push(known)
  }
  return identified
}

function identifyOne(document: RawDocument, { documents, invalid, diagnostics }: Identified, memory?: Memory): void {
  const kind = kindOf(document)
  if (typeof kind !== 'string') {
    diagnostics.push(kind)
    return
  }
  const wrong = checkSchema(document, kind)
  const { value, source } = document
  if (wrong.length === 0) {
    const valid = { kind, value: value as DocumentOf, source }
    memory?.keepDocument(document, valid)
    documents.push(valid)
  } else invalid.push({ kind, value: value as Record<string, unknown> })
  for (const diagnostic of wrong) diagnostics.push(diagnostic)
}

function kindOf({ value, source }: RawDocument): DocumentKind | Diagnostic {
  const place = { source, path: [] }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return diagnosticIn(place, {
      code: 'document/not-a-map',
      message: 'a document is a map of fields',
      help: firstLine,
    })
  const { kind } = value as { kind?: unknown }
  if (kind === undefined)
    return diagnosticIn(place, { code: 'document/no-kind', message: noKind(value), help: firstLine })
  if (typeof kind === 'string' && known.has(kind)) return kind as DocumentKind
  const name = typeof kind === 'string' ? kind : 'this'
  const message = `there is no kind ${name}.${didYouMean(name, kinds)}`
  return diagnosticIn(
    { source, path: ['kind'] },
    { code: 'document/unknown-kind', message, help: `Kinds: ${kinds.join(', ')}.` },
  )
}

const firstLine = 'Begin it with `kind: Account` or another kind.'
const noKind = (value: object) =>
  'version' in value && 'platform' in value
    ? 'this looks like a writ.yaml, which must be called so and stand at the root'
    : 'this document does not say its kind'
