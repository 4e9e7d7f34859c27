import type { Path, Source } from '../model/document.js'
import type { DocumentKind } from '../model/generated/documents.js'
import { checkSchema } from './schema-check.js'
import { looksSecret } from './schema-secrets.js'

/** Why a value, at a path of a document that is about to be written, would be refused when it is read. */
export interface Objection {
  readonly path: Path
  readonly message: string
}

/** What the loader would have against a document by itself, in its own words: for whoever writes documents. */
export function objections(kind: DocumentKind, value: object): Objection[] {
  const paths: Path[] = []
  const diagnostics = checkSchema({ value, source: remembering(paths) }, kind)
  const refused = diagnostics.map(({ message }, at) => ({ path: paths[at] ?? [], message }))
  return [...refused, ...secretSettings(kind, value)]
}

/** A source of no text: of each complaint it only remembers where it points. */
const remembering = (paths: Path[]): Source => ({
  file: '',
  locate: (path) => {
    paths.push(path)
    return { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 }
  },
  excerpt: () => [],
})

function secretSettings(kind: DocumentKind, value: object): Objection[] {
  const { settings = {} } = value as { settings?: object }
  const secret = kind === 'App' ? Object.keys(settings).filter(looksSecret) : []
  return secret.map((key) => ({
    path: ['settings', key],
    message: 'it looks like a secret, and files are read by many',
  }))
}
