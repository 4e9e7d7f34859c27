import { parseAddress } from '../model/address.js'
import type { Change } from '../model/generated/plan.js'
import type { Secrets } from '../model/secrets.js'
import type { Collection, Snapshot } from '../model/snapshot.js'
import { asksAgain, bodyFor, collectionOf, createdId, isCreation, rowId } from './calls.js'
import { Directory, UnknownName } from './directory.js'
import { wouldChangeNothing } from './merge.js'
import { keeps, UnresolvedSecret } from './secrets.js'

type Fields = Readonly<Record<string, unknown>>

/** What a setting says that was never written. */
const DEFAULTS: { readonly [C in Collection]?: Fields } = {
  'account-integrations': { enabled: false, projects: [], newProjects: true },
  'project-integrations': { enabled: false, groups: [], groupTypes: [] },
  'group-integrations': { setting: 'inherit' },
  'user-integrations': { blocked: false },
}

/** Tells of a change whether the snapshot shows already what it would make. What was not read whole shows nothing. */
export function alreadyIn(snapshot: Snapshot, secrets: Secrets): (change: Change) => boolean {
  const directory = new Directory(snapshot, secrets)
  return (change) => standsAlready(change, directory)
}

/** The same over a directory, which knows what this run did besides. */
export function standsAlready(change: Change, directory: Directory): boolean {
  try {
    const row = liveRow(change, directory)
    if (change.operation === 'remove' || change.operation === 'revoke')
      return row === undefined && wasRead(change, directory.snapshot)
    if (row === undefined) return false
    if (asksAgain(change)) return row.status === 'needs-reauth'
    // Somebody is asked already, or has connected: the same as having asked them.
    if (change.target.collection === 'connections' && isCreation(change)) return true
    const { secrets = {}, ...body } = bodyFor(change, directory)
    return keeps(row, secrets as Fields) && wouldChangeNothing(active(row, change), body)
  } catch (error) {
    if (error instanceof UnknownName || error instanceof UnresolvedSecret) return false
    throw error
  }
}

/** An app that waits for an upgrade is active all the same. */
const active = (row: Fields, change: Change): Fields =>
  change.target.collection === 'apps' && row.status === 'upgrade-pending' ? { ...row, status: 'active' } : row

function liveRow(change: Change, directory: Directory): Fields | undefined {
  const collection = collectionOf(change)
  if (collection === 'invitations' && isCreation(change)) return invitation(change, directory)
  const id = rowId(change, directory) ?? createdId(change, directory)
  return (id === undefined ? undefined : directory.row(collection, id)) ?? DEFAULTS[collection]
}

/** Somebody is asked already, or has joined: the same as having invited them. */
function invitation(change: Change, directory: Directory): Fields | undefined {
  const { parts } = parseAddress(change.address)
  const account = directory.account(parts[0] ?? '')
  const open = [...directory.snapshot.rows.invitations.values()].find(
    (row) => row.account === account && row.email === parts[1] && row.status === 'pending',
  )
  return open as Fields | undefined
}

/** Was the list that this change's row is missing from read whole, at least for its account? */
export function wasRead(change: Change, snapshot: Snapshot): boolean {
  const { kind, parts } = parseAddress(change.address)
  const account = kind === 'app' || parts.length < 2 ? null : parts[0]
  return snapshot.reads.some(
    (read) =>
      read.collection === change.target.collection &&
      read.complete &&
      (read.account === null || snapshot.rows.accounts.get(read.account)?.name === account),
  )
}
