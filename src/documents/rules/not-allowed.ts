import type { EstateDocument } from '../../model/document.js'
import type { StatedEntry } from '../account-view.js'
import { diagnosticIn, relatedTo } from '../complain.js'
import type { Draft } from '../draft.js'
import type { Rule } from './rule.js'

/** An app that is on for an account and not in its allow-list, where documents decide both; else the plan does. */
export const notAllowed: Rule = function* notAllowed(draft) {
  for (const account of draft.of('Account')) {
    for (const app of appsNamed(draft, account)) {
      const stated = draft.view(account).entry(app)
      if (!stated?.entry.enabled || !draft.isOpen(stated.entry) || draft.view(account).allows(app) !== 'no') continue
      yield complain(account, app, stated)
    }
  }
}

/** `"*"` is for those that are allowed, so only apps that somebody names can be wrong. */
function appsNamed(draft: Draft, account: EstateDocument<'Account'>): Set<string> {
  const speakers = [account, ...draft.view(account).sure]
  const apps = speakers.flatMap(({ value }) => Object.keys(value.integrations ?? {}))
  return new Set(apps.filter((app) => app !== '*'))
}

function complain(account: EstateDocument<'Account'>, app: string, { place }: StatedEntry) {
  const { name } = account.value
  const message = `${app} is enabled for ${name}, which is not allowed it`
  const help = `Add ${app} to allowedApps, or write enabled: false.`
  const path = account.value.allowedApps ? ['allowedApps'] : ['name']
  const related = [relatedTo({ source: account.source, path, part: 'key' }, `what ${name} is allowed`)]
  return diagnosticIn(place, { code: 'conflict/not-allowed', message, help, related })
}
