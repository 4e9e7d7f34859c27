import type { Said } from '../merge.js'

/**
 * Lets the nearest `"*"` speak for every declared app that nobody names at this level: `false` for all of them,
 * anything else for those the account is allowed.
 */
export function expandStar<V>(
  units: Map<string, Said<V>>,
  apps: Iterable<string>,
  closes: (value: V) => boolean,
  allowed: (app: string) => boolean,
): Map<string, Said<V>> {
  const star = units.get('*')
  const expanded = new Map([...units].filter(([app]) => app !== '*'))
  if (star === undefined) return expanded
  for (const app of apps) {
    if (!expanded.has(app) && (closes(star.value) || allowed(app))) expanded.set(app, star)
  }
  return expanded
}
