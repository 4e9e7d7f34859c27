import type { EstateDocument } from '../../model/document.js'
import { diagnosticIn, relatedTo } from '../complain.js'
import type { Rule } from './rule.js'

/** The same thing in two documents, by name or by id. The later one is complained about. */
export const duplicates: Rule = function* duplicates(draft) {
  const byName = new Map<string, EstateDocument>()
  const byId = new Map<string, EstateDocument>()
  for (const document of draft.documents) {
    const { kind, value, source } = document
    const { scope, name, field } = draft.identity(document)
    const same = remember(byName, `${scope} ${name}`, document)
    const place = { source, path: [field] }
    const help = 'Make the two documents one.'
    if (same) {
      const related = [relatedTo({ source: same.source, path: [field] }, 'the first one')]
      yield diagnosticIn(place, {
        code: 'conflict/duplicate',
        message: `${kind} ${name} stands in two documents`,
        help,
        related,
      })
    }
    const twin = value.id === undefined ? undefined : remember(byId, `${kind} ${value.id}`, document)
    if (!twin || twin === same) continue
    const related = [relatedTo({ source: twin.source, path: ['id'] }, 'the first one')]
    const message = `the id ${value.id} stands in two documents`
    yield diagnosticIn({ source, path: ['id'] }, { code: 'conflict/duplicate-id', message, help, related })
  }
}

function remember(
  seen: Map<string, EstateDocument>,
  key: string,
  document: EstateDocument,
): EstateDocument | undefined {
  const first = seen.get(key)
  if (!first) seen.set(key, document)
  return first
}
