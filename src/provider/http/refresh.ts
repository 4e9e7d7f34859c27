import type { Collection, ReadManifest, RowOf, Snapshot } from '../../model/snapshot.js'
import { CallFailure, isDenied, toFault } from './failure.js'
import { type FeedEntry, readFeed, replay } from './feed.js'
import type { Reader } from './list.js'
import { accountOf } from './rows.js'

/**
 * A snapshot brought up to now by the change feed. The old one stays as it was; untouched lists are shared. Null where
 * the feed no longer knows so old a revision, or tells what cannot be: then only reading everything anew helps.
 */
export async function refreshed(reader: Reader, snapshot: Snapshot): Promise<Snapshot | null> {
  try {
    const { byCollection, revision } = await readFeed(reader, snapshot.revision)
    const rows: Record<string, ReadonlyMap<string, RowOf<Collection>>> = { ...snapshot.rows }
    const replayed = new Map<Collection, number>()
    for (const [collection, entries] of byCollection) {
      rows[collection] = withEntries(snapshot, collection, entries)
      replayed.set(collection, entries.length)
    }
    return {
      ...snapshot,
      revision,
      rows: rows as Snapshot['rows'],
      reads: snapshot.reads.map((read) => later(read, rows, revision, replayed.get(read.collection) ?? 0)),
    }
  } catch (error) {
    if (error instanceof CallFailure && isUseless(error)) return null
    throw toFault(error, 'Reading what has changed')
  }
}

const isUseless = (error: CallFailure): boolean =>
  !isDenied(error) && !error.limited && (error.problem === 'bad-answer' || [404, 410, 422].includes(error.status))

function withEntries(
  snapshot: Snapshot,
  collection: Collection,
  entries: readonly FeedEntry[],
): Map<string, RowOf<Collection>> {
  const rows = new Map<string, RowOf<Collection>>(snapshot.rows[collection])
  const known = knownAccounts(snapshot.reads.filter((read) => read.collection === collection))
  for (const entry of entries) if (entry.row === null || known(accountOf(entry.row))) replay(rows, entry, null)
  return rows
}

/** Of a list that is not whole, only the accounts that were read by themselves are kept up to date. */
function knownAccounts(reads: readonly ReadManifest[]): (account: string | null | undefined) => boolean {
  const complete = reads.filter((read) => read.complete)
  if (complete.some(({ account }) => account === null)) return () => true
  const accounts = new Set(complete.map(({ account }) => account))
  return (account) => typeof account === 'string' && accounts.has(account)
}

function later(
  read: ReadManifest,
  rows: Record<string, ReadonlyMap<string, unknown>>,
  revision: number,
  replayed: number,
): ReadManifest {
  if (!read.complete) return read
  const size = read.account === null ? (rows[read.collection]?.size ?? 0) : read.rows
  return { ...read, rows: size, total: size, revisionAfter: revision, replayed: read.replayed + replayed }
}
