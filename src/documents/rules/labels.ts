import type { DocumentKind } from '../../model/generated/documents.js'
import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

const unlabelled = new Set<DocumentKind>(['App', 'Package', 'ProjectTemplate', 'User', 'Connection'])

/** The platform labels accounts, projects and groups. Labels of other things are the authors' own: nothing is written. */
export const labels: Rule = function* labels({ documents }) {
  for (const { kind, value, source } of documents) {
    if (!unlabelled.has(kind) || !('labels' in value) || value.labels === undefined) continue
    const message = `labels of a ${kind} stay in the estate: the platform has none for it`
    const help = 'Keep them for people, or label the account, project or group.'
    yield diagnosticIn(
      { source, path: ['labels'], part: 'key' },
      { code: 'entry/labels', severity: 'info', message, help },
    )
  }
}
