import type { RecordEntry } from '../../model/journal.js'
import { COLLECTIONS, COLUMNS, digestOf, valuesOf } from '../../model/picture.js'
import type { Collection, RowOf, Snapshot } from '../../model/snapshot.js'

/** So many rows make one line of a record. */
const CHUNK = 2000

/** A whole picture of the live platform, as a record holds it: who could use what follows from it at any time. */
export function* pictureOf({ rows, platform, revision }: Snapshot): Generator<RecordEntry> {
  for (const collection of COLLECTIONS) {
    const columns = [...COLUMNS[collection]]
    const values = [...rows[collection].values()].map((row) => valuesOf(collection, row as RowOf<Collection>))
    for (const chunk of chunked(values)) yield { type: 'picture', collection, columns, rows: chunk }
  }
  const { name, version, capabilities } = platform
  yield {
    ...{ type: 'pictured', revision, digest: digestOf(rows) },
    platform: { name, version, levels: [...capabilities.levels] },
    rows: Object.fromEntries(COLLECTIONS.map((collection) => [collection, rows[collection].size])),
  }
}

/** What moved between two readings, and how much of it; null where one of them is not whole, for then nobody knows. */
export function movedBetween(
  before: Snapshot,
  after: Snapshot | null,
): { readonly entries: RecordEntry[]; readonly moved: { from: number; rows: number } | null } {
  if (after === null || !isWhole(before) || !isWhole(after)) return { entries: [], moved: null }
  const entries = before === after ? [] : COLLECTIONS.flatMap((collection) => movedIn(collection, before, after))
  const rows = entries.reduce(
    (sum, entry) => sum + (entry.type === 'moved' ? entry.rows.length + entry.gone.length : 0),
    0,
  )
  return { entries, moved: { from: before.revision, rows } }
}

export const isWhole = ({ reads }: Pick<Snapshot, 'reads'>): boolean => reads.every(({ complete }) => complete)

function movedIn(collection: Collection, before: Snapshot, after: Snapshot): RecordEntry[] {
  const [old, now] = [before.rows[collection], after.rows[collection]] as ReadonlyMap<string, RowOf<Collection>>[]
  const rows: unknown[][] = []
  for (const [id, row] of now ?? []) {
    const was = old?.get(id)
    if (was !== row && was?.etag !== row.etag) rows.push([...valuesOf(collection, row), was?.etag ?? null])
  }
  const gone = [...(old?.keys() ?? [])].filter((id) => now?.has(id) !== true)
  const columns = [...COLUMNS[collection], 'was']
  const [first = [], ...more] = chunked(rows)
  if (first.length + gone.length === 0) return []
  return [
    { type: 'moved', collection, columns, rows: first, gone },
    ...more.map((chunk) => ({ type: 'moved' as const, collection, columns, rows: chunk, gone: [] })),
  ]
}

function chunked<T>(rows: readonly T[]): T[][] {
  const chunks: T[][] = []
  for (let at = 0; at < rows.length; at += CHUNK) chunks.push(rows.slice(at, at + CHUNK))
  return chunks
}
