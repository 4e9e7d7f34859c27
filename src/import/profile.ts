import { canonical } from '../model/canonical.js'
import type { Units } from './units.js'

/** A unit of merging as text, so that alike is equal: SILENT where no document can say it, UNSET where nobody ever did. */
export type Unit = string
export const SILENT: Unit = 'silent'
export const UNSET: Unit = 'unset'

/** The units of an account by name: `allowedApps`, `showIntegrations`, `unpermitted`, `integrations.APP`. */
export type Profile = ReadonlyMap<string, Unit>

const APP = 'integrations.'
export const unitOfApp = (app: string): string => `${APP}${app}`
export const appOfUnit = (unit: string): string | null => (unit.startsWith(APP) ? unit.slice(APP.length) : null)

export function profileOf({ showIntegrations, allowedApps, integrations, unpermitted }: Units): Profile {
  const text = (value: unknown): Unit => (value === null ? SILENT : canonical(value))
  return new Map([
    ['showIntegrations', text(showIntegrations)],
    ['allowedApps', text(allowedApps)],
    ['unpermitted', unpermitted ? text('report') : UNSET],
    ...[...integrations].map(([app, entry]) => [unitOfApp(app), text(entry)] as const),
  ])
}

/**
 * What most accounts of a tier say, unit by unit. Where most say nothing, or nothing that a document could say, the
 * tier says nothing either.
 */
export function majority(profiles: readonly Profile[]): Profile {
  const units = new Set(profiles.flatMap((profile) => [...profile.keys()]))
  const most = [...units].map(
    (unit) => [unit, commonest(profiles.map((profile) => profile.get(unit) ?? UNSET))] as const,
  )
  return new Map(most.filter(([, value]) => value !== SILENT && value !== UNSET))
}

/** Of equally common ones the first in code-unit order, so that the same platform gives the same estate. */
function commonest(values: readonly Unit[]): Unit {
  const counts = new Map<Unit, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return first?.[0] ?? UNSET
}

/** The units in which an account differs from its tier; null where it says nothing of what the tier does say. */
export function differences(tier: Profile, own: Profile): readonly string[] | null {
  const found: string[] = []
  for (const unit of new Set([...tier.keys(), ...own.keys()])) {
    const [ours, theirs] = [own.get(unit) ?? UNSET, tier.get(unit) ?? UNSET]
    if (ours === theirs || (ours === SILENT && theirs === UNSET)) continue
    if (ours === SILENT) return null
    if (ours !== UNSET || theirs !== OFF) found.push(unit)
  }
  return found
}

/** An app that was never set is off, and no different from one that is set so. */
const OFF = canonical({ enabled: false })
