import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** T8: a menu without apps is an empty page, and apps without a menu are seen by nobody. */
export const menu: Rule = function* menu(draft) {
  for (const account of draft.of('Account')) {
    const view = draft.view(account)
    const shown = view.menu()
    const { source, value } = account
    const path = value.showIntegrations === undefined ? ['name'] : ['showIntegrations']
    const severity = 'warning'
    if (shown === true && view.allowsNothing()) {
      const complaint = {
        message: `the menu of ${value.name} is shown and no app is allowed`,
        help: 'Allow apps, or hide the menu.',
      }
      yield diagnosticIn({ source, path }, { code: 'menu/nothing-allowed', severity, ...complaint })
    }
    if (shown === false && view.allowsSomething()) {
      const complaint = {
        message: `apps are allowed to ${value.name} and the menu is hidden`,
        help: 'Show the menu, or allow none with apps: [].',
      }
      yield diagnosticIn({ source, path }, { code: 'menu/hidden', severity, ...complaint })
    }
  }
}
