import type { AccessRow } from '../model/audit.js'
import { children, type Resource } from '../model/resource.js'

/** What somebody has of an app, and used. */
export type Owned = Pick<AccessRow, 'connections' | 'lastUsedAt'>

const NOTHING: Owned = { connections: 0, lastUsedAt: null }

/** The live connections of everybody in an account, counted; one that is only asked for is none yet. */
export function ownedIn(account: Resource<'account'>): (user: string, app: string) => Owned {
  const known = new Map<string, Map<string, Owned>>()
  for (const { fields } of children(account, 'connection').values()) {
    const { owner, app, status, lastUsedAt } = fields
    if (owner === null || status === 'requested') continue
    const theirs = known.get(owner) ?? new Map<string, Owned>()
    const before = theirs.get(app) ?? NOTHING
    known.set(
      owner,
      theirs.set(app, { connections: before.connections + 1, lastUsedAt: later(before.lastUsedAt, lastUsedAt) }),
    )
  }
  return (user, app) => known.get(user)?.get(app) ?? NOTHING
}

/** The later of two times of one form; null is none. */
export const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one
