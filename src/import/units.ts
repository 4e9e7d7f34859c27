import { sorted } from '../model/canonical.js'
import type { AccountIntegration, AllowedApps } from '../model/generated/documents.js'
import { children } from '../model/resource.js'
import type { LeftOut } from './page.js'
import type { Place } from './place.js'
import { entryOf, selectionOf } from './selection.js'

/** What an account says by itself, in the units in which documents and sets are merged. */
export interface Units {
  readonly showIntegrations: boolean
  /** Null where no document can say it. */
  readonly allowedApps: AllowedApps | null
  /** By app, where it was ever set; null where no document can say it. */
  readonly integrations: ReadonlyMap<string, AccountIntegration | null>
  /** Do connections live here that the gates do not permit? */
  readonly unpermitted: boolean
  readonly left: readonly LeftOut[]
}

/** Reads an account's own settings; those of apps that no document names are left alone. */
export function unitsOf(place: Place, unpermitted: boolean): Units {
  const { showIntegrations } = place.account.fields
  const left: LeftOut[] = []
  const integrations = new Map<string, AccountIntegration | null>()
  for (const [app, { fields }] of children(place.account, 'account-integration')) {
    if (!place.apps.has(app)) continue
    const entry = entryOf(place, app, fields)
    integrations.set(app, entry)
    const how = selectionOf(fields)
    if (entry === null) left.push(outside(app, how))
    else if (isWithoutList(place, entry)) left.push(unlisted(app, how))
  }
  return { showIntegrations, allowedApps: allowedOf(place, left), integrations, unpermitted, left }
}

const outside = (app: string, how: string): LeftOut => ({
  field: 'integrations',
  message: `${app} is on (${how}) and not in the allow-list: left out, for an estate may not enable what is not allowed`,
})

const unlisted = (app: string, how: string): LeftOut => ({
  field: 'integrations',
  message: `${app} is on for ${how}: not all of them can be named here, so that the selection is left out`,
})

const isWithoutList = ({ listsProjects }: Place, { enabled, projects }: AccountIntegration): boolean =>
  listsProjects && enabled && projects === undefined

/** The list is said whole or not at all: without one name it would say that the app is not allowed. */
function allowedOf({ account, apps }: Place, left: LeftOut[]): AllowedApps | null {
  const { allowedApps } = account.fields
  if (allowedApps === 'all') return { allApps: true }
  const unknown = allowedApps.filter((app) => !apps.has(app))
  if (unknown.length === 0) return { apps: sorted(allowedApps) }
  const message = `the allow-list (${allowedApps.join(', ')}) is left out: no document names ${unknown.join(', ')}, not installed or not writable`
  left.push({ field: 'allowedApps', message })
  return null
}
