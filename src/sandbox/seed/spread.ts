import type { Size } from './format.js'

/** How many settings each level gets. */
export interface Spread {
  accounts: number
  projects: number
  groups: number
  users: number
}

const SHARES: Record<keyof Spread, number> = { accounts: 0.2, groups: 0.15, users: 0.05, projects: 0.6 }

/** Deals settings out to the levels by their shares; what one level cannot hold goes to the next. Undefined if none can. */
export function spread(size: Size): Spread | undefined {
  const levels = Object.keys(SHARES) as (keyof Spread)[]
  const room = (level: keyof Spread): number => size[level] * size.apps
  const dealt = Object.fromEntries(
    levels.map((level) => [level, Math.min(room(level), Math.floor(size.settings * SHARES[level]))]),
  ) as unknown as Spread
  let left = size.settings - levels.reduce((sum, level) => sum + dealt[level], 0)
  for (const level of levels.toReversed()) {
    const more = Math.min(left, room(level) - dealt[level])
    dealt[level] += more
    left -= more
  }
  return left === 0 ? dealt : undefined
}
