import { sorted } from '../model/canonical.js'
import type { Resource } from '../model/resource.js'
import { Page } from './page.js'
import type { Place } from './place.js'
import type { Units } from './units.js'

/** An account's document with all that it says by itself. */
export function accountPage({ account }: Pick<Place, 'account'>, units: Units): Page {
  const page = new Page('Account', { kind: 'Account', name: account.key })
  page.say('labels', sortedMap(account.fields.labels))
  page.say('showIntegrations', units.showIntegrations)
  page.say('allowedApps', units.allowedApps ?? undefined)
  const said = [...units.integrations].filter(([, entry]) => entry !== null)
  page.say('integrations', sortedMap(Object.fromEntries(said)))
  if (units.unpermitted) sayUnpermitted(page)
  for (const { field, message } of units.left) page.leave(field, message)
  return page
}

/** Its name, and what keeps the connections alive that a statement below would otherwise end. */
export function accountName(account: Resource<'account'>, unpermitted: boolean): Page {
  const page = new Page('Account', { kind: 'Account', name: account.key })
  if (unpermitted) sayUnpermitted(page)
  return page
}

export function sayUnpermitted(page: Page): void {
  page.say('connections', { unpermitted: 'report' })
  page.remark(
    'connections',
    'Connections live here that the gates do not permit: they are reported, and none is ended.',
  )
}

/** A map in code-unit order of its keys, so that the same platform gives the same text. */
export const sortedMap = <V>(map: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(sorted(Object.keys(map)).map((key) => [key, map[key] as V]))
