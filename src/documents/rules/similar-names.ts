import type { EstateDocument } from '../../model/document.js'
import { diagnosticIn, relatedTo } from '../complain.js'
import { foldKey } from '../yaml/keys.js'
import type { Rule } from './rule.js'

/** Two names in one scope that differ only in case or in Unicode normalisation: one of them is a mistake. */
export const similarNames: Rule = function* similarNames(draft) {
  const seen = new Map<string, { name: string; document: EstateDocument }>()
  for (const document of draft.documents) {
    const { scope, name, field } = draft.identity(document)
    const key = `${scope} ${foldKey(name)}`
    const first = seen.get(key)
    if (!first) seen.set(key, { name, document })
    if (!first || first.name === name) continue
    const message = `${name} and ${first.name} differ only in case or in how they are encoded`
    const related = [relatedTo({ source: first.document.source, path: [field] }, 'the first one')]
    const complaint = { code: 'conflict/similar-name', message, help: 'Rename one of them.', related } as const
    yield diagnosticIn({ source: document.source, path: [field] }, complaint)
  }
}
