import type { EstateDocument } from '../../model/document.js'
import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** An Override lets one plan pass one limit, once: two for the same contradict each other, and an old one does nothing (E8). */
export const overrides: Rule = function* overrides(draft) {
  const known = new Map<string, EstateDocument<'Override'>>()
  for (const document of draft.of('Override')) {
    const { value, source } = document
    const { limit, outcome, until, name } = value
    if (until < draft.today) {
      const message = `this ended on ${until} and lets nothing pass any more`
      const help = 'Delete it, or have the plan reviewed anew.'
      yield diagnosticIn({ source, path: ['until'] }, { code: 'override/expired', severity: 'warning', message, help })
    }
    const key = `${limit} ${outcome}`
    const other = known.get(key)
    if (other === undefined) known.set(key, document)
    else {
      const at = other.source.locate(['name'])
      const message = `${name} and ${other.value.name} (${at.file}:${at.line}) are for the same limit of the same plan`
      const help = 'Keep one of them: which one holds should not be a question.'
      yield diagnosticIn({ source, path: ['limit'] }, { code: 'override/twice', message, help })
    }
  }
}
