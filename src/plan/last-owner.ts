import { children, type Resource } from '../model/resource.js'
import type { Proposal } from './propose.js'

/**
 * Why somebody stays owner: an account is never without one, whatever else this plan does before. Whoever was made an
 * owner by it counts, for that comes first; whoever was only invited does not.
 */
export function whyLastOwner(account: Resource<'account'>, { operation, resource, after }: Proposal): string | null {
  const goes = operation === 'remove' || (after?.role !== undefined && after.role !== 'owner')
  if (resource.kind !== 'user' || !goes) return null
  const owners = [...children(account, 'user').values()].filter(({ fields }) => fields.role === 'owner')
  if (owners.length !== 1 || owners[0]?.key !== resource.key) return null
  return `${resource.key} is the last owner of ${account.key}: make somebody else one first`
}
