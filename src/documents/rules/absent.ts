import type { EstateDocument } from '../../model/document.js'
import type { DocumentKind } from '../../model/generated/documents.js'
import { type Complaint, diagnosticIn } from '../complain.js'
import { identityFields } from '../identity.js'
import type { Rule } from './rule.js'

const removable = new Set<DocumentKind>(['Project', 'Group', 'Connection'])
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

/** `ensure: absent` (E2): on which kinds, and that only the identity stands beside it. */
export const absent: Rule = function* absent({ documents }) {
  for (const document of documents) {
    if (document.value.ensure !== 'absent') continue
    const { kind, source } = document
    const refused = refusal(kind)
    if (refused) yield diagnosticIn({ source, path: ['ensure'] }, refused)
    else
      for (const field of beyondIdentity(document))
        yield diagnosticIn({ source, path: [field], part: 'key' }, tooMuch(field))
  }
}

function refusal(kind: DocumentKind): Complaint | undefined {
  if (removable.has(kind)) return undefined
  if (inTheEstateOnly.has(kind))
    return {
      code: 'absent/never',
      message: `a ${kind} exists in the estate only`,
      help: 'Delete the document instead.',
    }
  const message = `removing a thing of the kind ${kind} is not supported yet`
  return { code: 'unsupported/absent', message, help: 'Remove it on the platform, and delete the document.' }
}

function beyondIdentity({ kind, value }: EstateDocument): string[] {
  const identity = new Set(['kind', 'id', 'ensure', 'notes', ...identityFields[kind]])
  return Object.keys(value).filter((field) => !identity.has(field))
}

const tooMuch = (field: string): Complaint => ({
  code: 'absent/more-than-identity',
  message: `${field} cannot stand beside ensure: absent`,
  help: 'Only what identifies the thing may; remove this field, or remove ensure.',
})
