import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** `all` means later projects too, and `declared` means none of them: `newProjects` must not say otherwise. */
export const selections: Rule = function* selections(draft) {
  for (const { value, source } of [...draft.of('Account'), ...draft.of('AccountSet')]) {
    for (const [app, { projects, newProjects }] of Object.entries(value.integrations ?? {})) {
      const against = (projects === 'all' && newProjects === false) || (projects === 'declared' && newProjects === true)
      if (!against) continue
      const message = `projects: ${projects} and newProjects: ${newProjects} contradict each other`
      const help =
        projects === 'all' ? 'Drop newProjects, or list the projects.' : 'Drop newProjects, or write projects: all.'
      yield diagnosticIn(
        { source, path: ['integrations', app, 'newProjects'] },
        { code: 'entry/selection', message, help },
      )
    }
  }
}
