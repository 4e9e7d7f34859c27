import { address } from '../model/address.js'
import { child, children, type Resource, type ResourceKind } from '../model/resource.js'
import type { AccountContext, Pair } from './context.js'
import type { Draft, DraftChange, DraftHeld } from './draft.js'

type Why = Pick<DraftHeld, 'reason' | 'message'>

/** A thing goes only once nothing lives in it or belongs to it, and nothing names it: what is held keeps them. */
export function stillUsed(account: Resource<'account'>, { kind, key, address: own }: Pair['wanted']): Why | null {
  const connections = [...children(account, 'connection').values()]
  const living = connections.filter((connection) => livesIn(kind, key, connection.fields))
  if (living.length > 0) return { reason: 'protected', message: `it cannot go while ${idsOf(living)} must live on` }
  const naming = connections.filter((connection) => names(account, connection, kind, key, own))
  if (naming.length === 0) return null
  return { reason: 'in-use', message: `${idsOf(naming)} may be used by it, which only its creator can change (C3)` }
}

type Held = { readonly project?: unknown; readonly owner?: unknown }

/** Does a connection stand in a project, belong to a person, or live in the account at all? */
const livesIn = (kind: ResourceKind, key: string, { project, owner }: Held): boolean =>
  kind === 'account' || (kind === 'project' && project === key) || (kind === 'user' && owner === key)

/** What must be gone from a thing before it can be removed: its connections, those that name it, and what stands below it. */
export function goneFrom({ changes, endings, account }: Draft, { kind, key, address: own }: Resource): DraftChange[] {
  const below = `group/${own.split('/').slice(1).join('/')}/`
  return [
    ...changes.filter(
      ({ operation, before, address: at }) =>
        (operation === 'revoke' && livesIn(kind, key, before ?? {})) ||
        (operation === 'remove' && (kind === 'account' || at.startsWith(below))),
    ),
    ...endings.filter(({ connection }) => names(account, connection, kind, key, own)).map(({ by }) => by),
  ]
}

/**
 * Says of removals that were held for what used the thing that they are to be tried again: the sweep may have ended it.
 * What the sweep held is forgotten with it, for it follows once more.
 */
export function retryRemovals({ draft }: AccountContext, heldBefore: number): boolean {
  const isRemoval = ({ address: at, after, before }: DraftHeld) =>
    after === null && before !== null && /^(?:group|project|user|account)\/[^#]*$/.test(at)
  const walked = draft.held.slice(0, heldBefore)
  const kept = walked.filter((held) => !isRemoval(held))
  const revoked = draft.endings.some(({ how }) => how === 'revoked')
  if (kept.length === walked.length || !revoked) return false
  draft.held.splice(0, draft.held.length, ...kept)
  return true
}

const idsOf = (connections: readonly Resource[]): string => connections.map(({ key }) => key).join(', ')

/** The addresses of a group, or of the groups of a project. */
function groupsIn(account: Resource<'account'>, kind: ResourceKind, key: string, own: string): string[] {
  if (kind === 'group') return [own]
  const project = kind === 'project' ? child(account, 'project', key) : undefined
  return project === undefined ? [] : [...children(project, 'group').values()].map((group) => group.address)
}

/** Does `usableBy` name it? `apollo/engineering`, or `engineering` for a group without a project, is how it names groups. */
function names(
  account: Resource<'account'>,
  { fields: { usableBy } }: Resource<'connection'>,
  kind: ResourceKind,
  key: string,
  own: string,
): boolean {
  if (usableBy === 'everyone') return false
  if (kind === 'user') return usableBy.users.includes(key)
  const groups = groupsIn(account, kind, key, own)
  return usableBy.groups.some((path) => groups.includes(address('group', account.key, ...path.split('/'))))
}
