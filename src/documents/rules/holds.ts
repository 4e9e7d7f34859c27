import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** A Hold stands over doors and people. A finding has nothing to close, and one connection is ended by name. */
export const holds: Rule = function* holds(draft) {
  for (const { value, source } of draft.of('Hold')) {
    if (value.covers.finding !== undefined) {
      const message = 'a hold covers access, not a finding'
      const help = 'Remove finding; a Waiver accepts one.'
      yield diagnosticIn({ source, path: ['covers', 'finding'], part: 'key' }, { code: 'hold/covers', message, help })
    }
    if (value.covers.connection !== undefined) {
      const message = 'a hold covers an app, an account, a project, a group or a person, not one connection'
      const help = 'Cover its app and user; to end it alone, write kind: Connection with ensure: absent.'
      yield diagnosticIn(
        { source, path: ['covers', 'connection'], part: 'key' },
        { code: 'hold/covers', message, help },
      )
    }
  }
}
