import type { Direction } from '../kinds/declaration.js'
import type { ResourceKind } from '../model/resource.js'

/** What sort of step a change is. */
export type Phase = 'rename' | 'create' | 'close' | 'revoke' | 'remove' | 'open' | 'shut' | 'retire' | 'connect'
export type Stage = `${Phase} ${ResourceKind}`

/**
 * The order of execution (E9): renames before creations, close before open, wide before narrow on both ways,
 * since the platform closes what is below by itself and refuses to open below what is closed (L14).
 * Creations that open nothing come early, because selections refer to them. What a new group closes for itself is shut
 * before anything opens for its project. What could be removed only once the sweep had ended its connections is retired
 * late, since it was planned then: the platform does by itself what the plan says it does. New connections come last of all.
 */
export const STAGES: readonly Stage[] = [
  'rename account',
  'rename template',
  'rename project',
  'rename group',
  'rename connection',
  'create app',
  'create account',
  'create template',
  'create project',
  'create user',
  'close app',
  'close account',
  'close account-integration',
  'close project',
  'close project-integration',
  'close group',
  'close group-integration',
  'close user-integration',
  'revoke connection',
  'remove group',
  'remove project',
  'remove template',
  'remove invitation',
  'remove user',
  'remove account',
  'open app',
  'open account',
  'open account-integration',
  'open project',
  'open group',
  'shut group-integration',
  'open project-integration',
  'open group-integration',
  'open user',
  'open invitation',
  'open user-integration',
  'open connection',
  'retire group',
  'retire project',
  'retire user',
  'retire account',
  'connect connection',
]

const INDEX = new Map(STAGES.map((stage, at) => [stage, at]))

/** What comes after the sweep, as it was planned after it. */
export const LATE: ReadonlySet<Phase> = new Set(['retire', 'connect'])

/** The number of a stage; lower ones run first. */
export const stageOf = (phase: Phase, kind: ResourceKind): number => INDEX.get(`${phase} ${kind}`) ?? STAGES.length

/** Things whose creation opens nothing by itself; groups and invitations do. */
const CREATED_EARLY: ReadonlySet<ResourceKind> = new Set(['app', 'account', 'template', 'project'])

export const creationPhase = (kind: ResourceKind): Phase => (CREATED_EARLY.has(kind) ? 'create' : 'open')

/** When an update runs. One that both opens and closes closes first: its door must not wait. */
export function updatePhase(kind: ResourceKind, direction: Direction, after: object): Phase {
  if (kind === 'template') return 'create'
  // Bringing a project back opens nothing, and selections may refer to it.
  if (kind === 'project' && 'state' in after && after.state === 'active') return 'create'
  // Whoever becomes an owner does so before the last one goes.
  if (kind === 'user' && 'role' in after && after.role === 'owner') return 'create'
  return direction === 'closes' || direction === 'mixed' ? 'close' : 'open'
}
