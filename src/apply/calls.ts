import { parseAddress } from '../model/address.js'
import type { Change } from '../model/generated/plan.js'
import type { Collection } from '../model/snapshot.js'
import type { Write } from '../provider/port.js'
import { bodyOf, type Scope } from './bodies.js'
import type { Directory } from './directory.js'

/** The rows' collection; a plan names it in the platform's words. */
export const collectionOf = (change: Change): Collection => change.target.collection as Collection

const isSetting = (collection: Collection): boolean => collection.endsWith('-integrations')
/** A setting has its place before it is stored, so it is never created. */
export const isCreation = (change: Change): boolean =>
  !isSetting(collectionOf(change)) && (change.operation === 'create' || change.operation === 'invite')
const isRevocation = (change: Change): boolean =>
  change.operation === 'revoke' || (change.operation === 'remove' && collectionOf(change) === 'connections')

/** Its owner is asked to authorise it again (U6): a connection has no other way to that status. */
export const asksAgain = ({ operation, target, after }: Change): boolean =>
  operation === 'update' && target.collection === 'connections' && after?.status === 'needs-reauth'

/**
 * One change as the write that executes it: names become ids, and the version is what the plan saw, or the newest that
 * this very run brought about. Throws UnknownName.
 */
export function toWrite(change: Change, directory: Directory): Write {
  const collection = collectionOf(change)
  const id = rowId(change, directory)
  const ifMatch = versionOf(change, directory)
  if (isRevocation(change))
    return { operation: 'revoke', collection: 'connections', id: id ?? '', ifMatch: ifMatch ?? '' }
  if (asksAgain(change)) return { operation: 'reauth', collection: 'connections', id: id ?? '', ifMatch: null }
  const ends = change.ends.filter((connection) => directory.row('connections', connection) !== undefined)
  if (change.operation === 'remove') {
    const confirm = collection === 'apps' ? { confirm: parseAddress(change.address).parts[0] ?? '' } : {}
    return {
      operation: 'remove',
      collection,
      id: id ?? '',
      ifMatch: ifMatch ?? '',
      ...confirm,
      ...expected(collection, ends),
    }
  }
  return {
    operation: 'upsert',
    collection,
    id,
    ifMatch,
    body: bodyFor(change, directory),
    ...expected(collection, ends),
  }
}

/** Also "none" is an expectation: somebody may connect between the check and the toggle. */
const expected = (collection: Collection, ends: readonly string[]) =>
  ends.length > 0 || CLOSING.has(collection) ? { expectConnections: ends } : {}
const CLOSING = new Set<Collection>(['apps', 'projects', 'account-integrations', 'project-integrations'])

/** The row that stands already for what a change creates; undefined where there is none. */
export function createdId({ target, address, after }: Change, directory: Directory): string | undefined {
  if (target.collection !== 'connections') return directory.idOf(address)
  const account = directory.account(parseAddress(address).parts[0] ?? '')
  const { app, name, owner } = after as { app: string; name: string | null; owner: string | null }
  return directory.connection({ account, app, name, owner: owner === null ? null : directory.user(account, owner) })
}

/** The row a change writes; null for what the write creates. */
export function rowId(change: Change, directory: Directory): string | null {
  const { id } = change.target
  if (id !== null || isCreation(change)) return id
  if (!isSetting(collectionOf(change))) return directory.idOf(change.address)
  return `${directory.idOf(change.address)}.${parseAddress(change.address).keys.at(-1)}`
}

function versionOf(change: Change, directory: Directory): string | null {
  const id = rowId(change, directory)
  return (id === null ? undefined : directory.etag(collectionOf(change), id)) ?? change.revision
}

/** What a change writes; a creation says its parents and name besides. */
export function bodyFor(change: Change, directory: Directory): Record<string, unknown> {
  const collection = collectionOf(change)
  const body = bodyOf(collection, change.after ?? {}, change.before, scopeOf(change, directory))
  if (isCreation(change)) return creation(change, directory, body)
  const { template: _, ...rest } = body
  return rest
}

function creation(change: Change, directory: Directory, body: Record<string, unknown>): Record<string, unknown> {
  const { parts } = parseAddress(change.address)
  const collection = collectionOf(change)
  const key = parts.at(-1) ?? ''
  if (collection === 'apps' || collection === 'accounts') return { name: key, ...body }
  const account = directory.account(parts[0] ?? '')
  if (collection === 'connections') return { account, ...body }
  if (collection === 'invitations') return { account, email: key, ...body }
  const project = parts.length === 3 ? directory.project(account, parts[1] ?? '') : null
  if (collection === 'groups') return { account, project, name: key, ...body }
  const { template, ...rest } = body
  return { account, name: key, ...rest, ...(template === null || template === undefined ? {} : { template }) }
}

/** The account and project within which a change's names are meant. */
function scopeOf(change: Change, directory: Directory): Scope {
  const { kind, parts } = parseAddress(change.address)
  const row = change.target.id === null ? undefined : directory.row(collectionOf(change), change.target.id)
  const known = (field: string): string | undefined =>
    typeof row?.[field] === 'string' ? (row[field] as string) : undefined
  const account = () => known('account') ?? directory.account(parts[0] ?? '')
  const inProject = kind === 'project' || parts.length === 3
  const project = () => known('project') ?? (inProject ? directory.project(account(), parts[1] ?? '') : null)
  return { directory, account, project }
}
