import type { EstateDocument } from '../../model/document.js'
import type { DocumentKind } from '../../model/generated/documents.js'
import { type Complaint, diagnosticIn } from '../complain.js'
import { identityFields } from '../identity.js'
import type { Rule } from './rule.js'

const inTheEstateOnly = new Set<DocumentKind>([
  'Package',
  'AccountSet',
  'ProjectSet',
  'Policy',
  'Waiver',
  'Hold',
  'Override',
  'Review',
])

/** `ensure: absent` (E2): only the identity stands beside it, and what exists in the estate only cannot say it. */
export const absent: Rule = function* absent({ documents }) {
  for (const document of documents) {
    if (document.value.ensure !== 'absent') continue
    const { kind, source } = document
    if (inTheEstateOnly.has(kind)) yield diagnosticIn({ source, path: ['ensure'] }, never(kind))
    else
      for (const field of beyondIdentity(document))
        yield diagnosticIn({ source, path: [field], part: 'key' }, tooMuch(field))
  }
}

const never = (kind: DocumentKind): Complaint => ({
  code: 'absent/never',
  message: `a ${kind} exists in the estate only`,
  help: 'Delete the document instead.',
})

function beyondIdentity({ kind, value }: EstateDocument): string[] {
  const identity = new Set(['kind', 'id', 'ensure', 'notes', ...identityFields[kind]])
  return Object.keys(value).filter((field) => !identity.has(field))
}

const tooMuch = (field: string): Complaint => ({
  code: 'absent/more-than-identity',
  message: `${field} cannot stand beside ensure: absent`,
  help: 'Only what identifies the thing may; remove this field, or remove ensure.',
})
