import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** `formerly`: no chains and no swaps (E12), for what has the old name now would be renamed to. */
export const renames: Rule = function* renames(draft) {
  const claimed = new Map<string, string>()
  for (const document of draft.documents) {
    const { value, source } = document
    const formerly = 'formerly' in value ? value.formerly : undefined
    if (formerly === undefined) continue
    const { scope, name } = draft.identity(document)
    const place = { source, path: ['formerly'] }
    const message = reason(name, formerly, draft.hasName(scope, formerly), claimed.get(`${scope} ${formerly}`))
    claimed.set(`${scope} ${formerly}`, name)
    const help = 'Apply one rename first; then write the next.'
    if (message) yield diagnosticIn(place, { code: 'conflict/rename', message, help })
  }
}

function reason(name: string, formerly: string, isDeclared: boolean, claimant: string | undefined): string | undefined {
  if (formerly === name) return `${name} is its own former name`
  if (claimant !== undefined) return `${claimant} was formerly ${formerly} too`
  return isDeclared ? `${formerly} is declared as well: a rename cannot be part of a chain or a swap` : undefined
}
