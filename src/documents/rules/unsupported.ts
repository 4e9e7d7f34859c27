import type { EstateDocument, Path } from '../../model/document.js'
import type { DocumentKind } from '../../model/generated/documents.js'
import { type Complaint, diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

const kindsToCome = new Set<DocumentKind>(['ProjectSet', 'Waiver', 'Hold', 'Override', 'Policy', 'Review'])

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

function fieldsToCome(document: EstateDocument): Path[] {
  const { value } = document
  const paths: Path[] = 'platform' in value ? [['platform']] : []
  const owns = (field: string) => Object.hasOwn(value, field)
  if (document.kind === 'App') paths.push(...['secrets'].filter(owns).map((field) => [field]))
  if (document.kind === 'Connection' && owns('apiKey')) paths.push(['apiKey'])
  if (document.kind === 'User') paths.push(...requestsToCome(document as EstateDocument<'User'>))
  return paths
}

function requestsToCome({ value }: EstateDocument<'User'>): Path[] {
  const entries = Object.entries(value.integrations ?? {})
  const asked = entries.filter(([, entry]) => entry.externalAccount !== undefined)
  return asked.map(([app]) => ['integrations', app, 'externalAccount'])
}
