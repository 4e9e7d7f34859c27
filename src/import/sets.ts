import type { AccountIntegration, AllowedApps } from '../model/generated/documents.js'
import { sortedMap } from './account.js'
import { Page } from './page.js'
import { appOfUnit, type Profile } from './profile.js'
import type { Tier } from './tiers.js'

/** What the packages of all tiers allow, by tier: null where a tier says nothing of its allow-list. */
export const allowedIn = (says: Profile): AllowedApps | null => {
  const text = says.get('allowedApps')
  return text === undefined ? null : (JSON.parse(text) as AllowedApps)
}

/** A package for each tier that allows something; one that has all of another and more includes it (T7). */
export function packagePages(tiers: readonly Tier[]): ReadonlyMap<string, Page> {
  const lists = tiers.flatMap(({ value, says }) => {
    const allowed = allowedIn(says)
    return allowed === null ? [] : [{ value, allowed, apps: (allowed.apps ?? []) as readonly string[] }]
  })
  const pages = lists.map(({ value, allowed, apps }) => {
    const page = new Page('Package', { kind: 'Package', name: value })
    const smaller = lists.filter(
      (each) => each.apps.length > 0 && isWithin(each.apps, apps) && each.apps.length < apps.length,
    )
    const base = smaller.sort((a, b) => b.apps.length - a.apps.length)[0]
    if (allowed.allApps === true) page.say('allApps', true)
    else if (base === undefined) page.say('apps', apps)
    else {
      page.say('includes', [base.value])
      page.say(
        'apps',
        apps.filter((app) => !base.apps.includes(app)),
      )
    }
    return [value, page] as const
  })
  return new Map(pages)
}

const isWithin = (apps: readonly string[], others: readonly string[]): boolean =>
  apps.every((app) => others.includes(app))

/** What is alike in a tier, said once for all its accounts. */
export function setPage({ value, says, except }: Tier, key: string): Page {
  const not = except.length > 0 ? { not: { names: [...except] } } : {}
  const page = new Page('AccountSet', { kind: 'AccountSet', name: value, match: { labels: { [key]: value }, ...not } })
  page.remark(
    '',
    `What is alike among the accounts with ${key}: ${value}. Those that differ say in what, in documents of their own.`,
  )
  const shown = says.get('showIntegrations')
  if (shown !== undefined) page.say('showIntegrations', shown === 'true')
  if (allowedIn(says) !== null) page.say('allowedApps', { packages: [value] })
  const entries = [...says].flatMap(([unit, text]) => {
    const app = appOfUnit(unit)
    return app === null ? [] : [[app, JSON.parse(text) as AccountIntegration] as const]
  })
  page.say('integrations', sortedMap(Object.fromEntries(entries)))
  if (says.has('unpermitted')) page.say('connections', { unpermitted: 'report' })
  return page
}
