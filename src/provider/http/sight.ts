import type { Collection, Principal } from '../../model/snapshot.js'

/**
 * Which lists show only a part to a principal, of one account or, with null, as a whole: where somebody is a member and
 * no more, their token lists their own connections as if there were no others (U1).
 */
export function sight({ roles }: Principal): (collection: Collection, account: string | null) => boolean {
  const more = roles.filter(({ role }) => role !== 'member')
  if (more.some(({ role }) => role === 'operator')) return () => false
  const accounts = roles.map(({ account }) => account).filter((own) => more.every(({ account }) => account !== own))
  return (collection, account) =>
    collection === 'connections' &&
    (account === null ? accounts.length > 0 || roles.length === 0 : accounts.includes(account))
}
