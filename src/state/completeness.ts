import type { ReadManifest, Snapshot } from '../model/snapshot.js'

/**
 * Says of each account why it is unknown, or null where every list it depends on was read whole (E4).
 * Without the whole catalogue or the whole list of accounts, every account is unknown.
 */
export function unknowns(snapshot: Snapshot): (accountId: string) => string | null {
  const tenant = tenantUnknown(snapshot)
  if (tenant !== null) return () => tenant
  const doubtful = snapshot.reads.filter((read) => read.account === null && !read.complete)
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

/** Why nobody can say which apps and accounts there are, or null. */
export function tenantUnknown({ reads }: Snapshot): string | null {
  const read = reads.find((each) => each.account === null && isRoot(each) && !each.complete)
  return read === undefined ? null : why(read)
}

/** Why nothing may be planned about the registry, or null: an app's scope is the tenant with all that lives in it. */
export const registryUnknown = (snapshot: Snapshot): string | null => {
  const read = snapshot.reads.find((each) => each.account === null && !each.complete)
  return read === undefined ? null : why(read)
}

const isRoot = (read: ReadManifest): boolean => read.collection === 'apps' || read.collection === 'accounts'

const why = (read: ReadManifest): string => `${read.collection} could not be read whole: ${read.reason ?? 'unknown'}`
