import type { Collection, RowOf } from '../../model/snapshot.js'
import { asObject } from './client.js'
import { badAnswer } from './failure.js'
import type { Reader } from './list.js'
import { count, listPath } from './page.js'
import { accountOf, isCollection, readRow } from './rows.js'

/** One change of one row, told by the platform. */
export interface FeedEntry<C extends Collection = Collection> {
  readonly revision: number
  readonly collection: C
  readonly id: string
  /** Null when the row left the lists: it was deleted, or a connection ended. */
  readonly row: RowOf<C> | null
}

export interface Feed {
  readonly byCollection: ReadonlyMap<Collection, readonly FeedEntry[]>
  /** The state that rows show once the feed was replayed over them. */
  readonly revision: number
}

/** More would mean that the platform changes faster than it can be read. */
const MOST_PAGES = 1000

/** Everything that changed since a revision, up to the present. Collections that Writ does not know are left out. */
export async function readFeed(reader: Reader, after: number): Promise<Feed> {
  const byCollection = new Map<Collection, FeedEntry[]>()
  let at = after
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await reader.get(listPath('changes', { after: at, limit: reader.limit }), (value) =>
      parse(reader, value, at),
    )
    for (const entry of page.entries) {
      const list = byCollection.get(entry.collection)
      if (list) list.push(entry)
      else byCollection.set(entry.collection, [entry])
    }
    if (!page.more) return { byCollection, revision: page.revision }
    at = page.next
  }
  throw badAnswer(`the change feed has no end after ${MOST_PAGES} pages`)
}

interface FeedPage {
  entries: FeedEntry[]
  next: number
  more: boolean
  revision: number
}

function parse(reader: Reader, value: unknown, after: number): FeedPage {
  const { items, next, more, revision } = asObject(value, 'the change feed')
  if (!Array.isArray(items) || typeof more !== 'boolean') throw badAnswer('the change feed lacks items or more')
  if (items.length > reader.limit)
    throw badAnswer(`the change feed gave ${items.length} changes, though ${reader.limit} were asked for`)
  let latest = after
  const entries = items.flatMap((item, at) => {
    const entry = parseEntry(reader, asObject(item, 'a change'), at + 1)
    if (entry.revision <= latest) throw badAnswer('the change feed is out of order')
    latest = entry.revision
    return entry.known ? [entry.known] : []
  })
  const page = { entries, more, next: count(next, 'next'), revision: count(revision, 'revision') }
  // What to ask for next is the last change that came: anything else would leave changes out, or repeat them.
  if (page.next !== latest) throw badAnswer(`the change feed goes on at ${page.next} after change ${latest}`)
  if (page.revision < latest) throw badAnswer('the change feed is older than its own changes')
  if (more && page.next <= after) throw badAnswer('the change feed does not advance')
  return page
}

function parseEntry(
  reader: Reader,
  raw: Record<string, unknown>,
  number: number,
): { revision: number; known: FeedEntry | null } {
  const revision = count(raw.revision, 'the revision of a change')
  const { collection, id, op, row } = raw
  if (typeof collection !== 'string' || typeof id !== 'string' || (op !== 'upsert' && op !== 'delete'))
    throw badAnswer(`change ${number} lacks collection, id or op`)
  if (!isCollection(collection)) return { revision, known: null }
  const read = op === 'delete' ? null : readRow(reader.rows, collection, row, 'change', number)
  if (read !== null && read.id !== id) throw badAnswer(`change ${number} holds another row than it names`)
  return { revision, known: { revision, collection, id, row: read !== null && hasEnded(read) ? null : read } }
}

/** Lists leave out connections that ended; so does everything made from them. */
const hasEnded = (row: RowOf<Collection>): boolean => 'status' in row && row.status === 'ended'

/** Puts one change into rows, and says whether it changed any; `account` narrows to the rows of one account. */
export function replay(rows: Map<string, RowOf<Collection>>, { id, row }: FeedEntry, account: string | null): boolean {
  if (row === null) return rows.delete(id)
  if (account !== null && accountOf(row) !== account) return rows.delete(id)
  rows.set(id, row)
  return true
}
