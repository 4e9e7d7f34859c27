import type { EstateDocument } from '../../model/document.js'
import { diagnosticIn, relatedTo } from '../complain.js'
import { identityOf } from '../identity.js'
import { foldKey } from '../yaml/keys.js'
import type { Rule } from './rule.js'

/** Two names in one scope that differ only in case or in Unicode normalisation: one of them is a mistake. */
export const similarNames: Rule = function* similarNames({ documents }) {
  const seen = new Map<string, { name: string; document: EstateDocument }>()
  for (const document of documents) {
    const { scope, name, field } = identityOf(document.kind, document.value)
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
