import type { Resource } from '../model/resource.js'
import type { AccountContext } from './context.js'
import type { Prediction } from './predict.js'
import type { Proposal } from './propose.js'

/** From what somebody may administer least to most (L12). */
export const ROLES = ['member', 'project-admin', 'manager', 'owner', 'operator']

/**
 * Why a change would take from Writ what it acts with: the user it acts as is not removed, alone or along with something
 * else, nor blocked, and keeps its role and the projects that it administers. Null where it takes nothing.
 */
export function whyOwnCredential(
  { settings: { principal } }: AccountContext,
  { operation, resource, pair: { parent }, after }: Proposal,
  predictions: readonly Prediction[],
): string | null {
  const isOurs = (of: Resource) => of.kind === 'user' && of.id === principal
  const told = (key: string) => `Writ itself acts as ${key}`
  if (isOurs(resource) && (operation === 'remove' || loses(resource as Resource<'user'>, after)))
    return told(resource.key)
  if (resource.kind === 'user-integration' && isOurs(parent) && after?.blocked === true) return told(parent.key)
  const hit = predictions.find(
    (each) =>
      isOurs(each.resource) && (each.operation === 'remove' || loses(each.resource as Resource<'user'>, each.after)),
  )
  return hit === undefined ? null : told(hit.resource.key)
}

/** A lower role, or the same over fewer projects. */
function loses({ fields }: Resource<'user'>, after: Proposal['after']): boolean {
  const { role = fields.role, projects = fields.projects } = (after ?? {}) as Partial<typeof fields>
  if (role !== fields.role) return ROLES.indexOf(role) < ROLES.indexOf(fields.role)
  return fields.projects.some((project) => !projects.includes(project))
}
