import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** A template stands in one account, or in those that `accounts` matches. */
export const templateAccounts: Rule = function* templateAccounts(draft) {
  for (const { value, source } of draft.of('ProjectTemplate')) {
    const help = 'Write account: NAME, or accounts: with labels or names.'
    const code = 'entry/template-accounts'
    if (value.account === undefined && value.accounts === undefined)
      yield diagnosticIn(
        { source, path: ['name'] },
        { code, message: 'this template says of no account that it has it', help },
      )
    if (value.account !== undefined && value.accounts !== undefined)
      yield diagnosticIn(
        { source, path: ['accounts'], part: 'key' },
        { code, message: 'a template has account or accounts, not both', help },
      )
  }
}
