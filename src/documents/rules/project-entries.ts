import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** A project that opens an app for no group and no type opens it for nobody (live ones counted where one is left out). */
export const projectEntries: Rule = function* projectEntries(draft) {
  for (const { value, source } of [...draft.of('Project'), ...draft.of('ProjectSet')]) {
    for (const [app, { enabled, groups, groupTypes }] of Object.entries(value.integrations ?? {})) {
      if (!enabled || groups?.length !== 0 || groupTypes?.length !== 0) continue
      const message = `${app === '*' ? 'every app' : app} is on in ${value.name} and open to nobody`
      const help = 'Name groups or groupTypes, or write enabled: false.'
      const place = { source, path: ['integrations', app], part: 'key' } as const
      yield diagnosticIn(place, { code: 'entry/nobody', severity: 'warning', message, help })
    }
  }
}
