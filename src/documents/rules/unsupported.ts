import type { EstateDocument, Path } from '../../model/document.js'
import type { DocumentKind } from '../../model/generated/documents.js'
import { type Complaint, diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

const kindsToCome = new Set<DocumentKind>(['Override', 'Policy', 'Review'])

/** What documents may say one day and Writ cannot do yet: refused, never ignored. */
export const unsupported: Rule = function* unsupported({ documents }) {
  for (const document of documents) {
    const { kind, source } = document
    if (kindsToCome.has(kind)) yield diagnosticIn({ source, path: ['kind'] }, kindToCome(kind))
    else for (const path of fieldsToCome(document)) yield diagnosticIn({ source, path, part: 'key' }, fieldToCome(path))
  }
}

const help = 'Remove it until it is; Writ refuses what it would have to ignore.'
const kindToCome = (kind: DocumentKind): Complaint => ({
  code: 'unsupported/kind',
  message: `${kind} is not supported yet`,
  help,
})
const fieldToCome = (path: Path): Complaint => ({
  code: 'unsupported/field',
  message: `${path.join('.')} is not supported yet`,
  help,
})

const fieldsToCome = ({ value }: EstateDocument): Path[] => ('platform' in value ? [['platform']] : [])
