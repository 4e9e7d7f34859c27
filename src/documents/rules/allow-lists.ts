import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** Exceptions, or refusing what sets allow, from nothing: without a source that allows, the list would say nothing. */
export const allowLists: Rule = function* allowLists(draft) {
  for (const account of draft.of('Account')) {
    const { allowedApps } = account.value
    const saysLess = allowedApps?.except !== undefined || allowedApps?.inherit !== undefined
    if (!saysLess || !draft.view(account).hasNoGrant()) continue
    const message = 'this allow-list takes away and nothing says what is allowed'
    const help = 'Add packages, apps, categories or allApps; apps: [] allows none.'
    const place = { source: account.source, path: ['allowedApps'], part: 'key' } as const
    yield diagnosticIn(place, { code: 'entry/allow-list', message, help })
  }
}
