import type { AccountIntegration, AllowedApps } from '../model/generated/documents.js'
import { sayUnpermitted, sortedMap } from './account.js'
import { Page } from './page.js'
import { appOfUnit } from './profile.js'
import { allowedIn } from './sets.js'
import type { Tier } from './tiers.js'
import type { Units } from './units.js'

/** The document of an account that differs from its tier: it says in what, and nothing else. */
export function exceptionPage(name: string, units: Units, { says, value }: Tier, differing: readonly string[]): Page {
  const page = new Page('Account', { kind: 'Account', name })
  const differs = new Set(differing)
  if (differs.has('showIntegrations')) page.say('showIntegrations', units.showIntegrations)
  if (differs.has('allowedApps') && units.allowedApps !== null)
    page.say('allowedApps', beside(allowedIn(says), units.allowedApps))
  page.say('integrations', sortedMap(Object.fromEntries(entries(units, differing))))
  if (differs.has('unpermitted')) {
    if (units.unpermitted) sayUnpermitted(page)
    else page.say('connections', { unpermitted: 'revoke' })
  }
  for (const { field, message } of units.left) page.leave(field, message)
  page.remark('', `Differs from the others with ${value} in: ${differing.join(', ')}.`)
  return page
}

/** Where the tier has an app on that was never set here, it is off here. */
const entries = ({ integrations }: Units, differing: readonly string[]): (readonly [string, AccountIntegration])[] =>
  differing.flatMap((unit) => {
    const app = appOfUnit(unit)
    return app === null ? [] : [[app, integrations.get(app) ?? { enabled: false }] as const]
  })

/** An allow-list as what it adds to its tier's and takes from it, or by itself where that is shorter. */
function beside(tier: AllowedApps | null, own: AllowedApps): AllowedApps {
  if (tier === null || own.allApps === true) return own
  const [ours, theirs] = [namesIn(own), namesIn(tier)]
  const added = ours.filter((app) => !theirs.includes(app))
  const taken = theirs.filter((app) => !ours.includes(app))
  if (tier.allApps === true || added.length + taken.length > ours.length) return { inherit: false, ...own }
  return { ...(added.length > 0 ? { apps: added } : {}), ...(taken.length > 0 ? { except: taken } : {}) }
}

const namesIn = ({ apps = [] }: AllowedApps): string[] =>
  apps.map((entry) => (typeof entry === 'string' ? entry : entry.app))
