import type { ReadManifest, Snapshot } from '../model/snapshot.js'

/**
 * Says of each account why it is unknown, or null where every list it depends on was read whole (E4).
 * Without the whole catalogue or the whole list of accounts, every account is unknown.
 */
export function unknowns(snapshot: Snapshot): (accountId: string) => string | null {
  const platformWide = snapshot.reads.filter((read) => read.account === null)
  const tenant = platformWide.find((read) => isRoot(read) && !read.complete)
  if (tenant !== undefined) return () => why(tenant)
  const doubtful = platformWide.filter((read) => !read.complete)
  if (doubtful.length === 0) return () => null
  const narrowed = new Map(
    snapshot.reads.filter((read) => read.account !== null).map((read) => [`${read.account}/${read.collection}`, read]),
  )
  return (accountId) => {
    for (const read of doubtful) {
      const own = narrowed.get(`${accountId}/${read.collection}`)
      if (own?.complete !== true) return why(own ?? read)
    }
    return null
  }
}

/** Why nothing may be planned about the registry, or null: an app's scope is the tenant with all its connections. */
export const registryUnknown = (snapshot: Snapshot): string | null => {
  const platformWide = snapshot.reads.filter((each) => each.account === null && !each.complete)
  const read = platformWide.find((each) => isRoot(each) || each.collection === 'connections')
  return read === undefined ? null : why(read)
}

const isRoot = (read: ReadManifest): boolean => read.collection === 'apps' || read.collection === 'accounts'

const why = (read: ReadManifest): string => `${read.collection} could not be read whole: ${read.reason ?? 'unknown'}`
