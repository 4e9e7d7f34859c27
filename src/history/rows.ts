import type { Entry, ReadsEntry } from '../model/generated/record.js'
import { COLLECTIONS, digestOf, isCollection, rowFrom } from '../model/picture.js'
import type { Collection, ReadManifest, RowOf, Snapshot } from '../model/snapshot.js'

/** Rows of the live platform as records tell them, brought forward run by run. */
export class Rows {
  readonly #rows = Object.fromEntries(COLLECTIONS.map((name) => [name, new Map()])) as unknown as {
    [C in Collection]: Map<string, RowOf<C>>
  }

  /** Takes an entry of a picture, or of what a run moved; others say nothing of rows. */
  take(entry: Entry): void {
    if ((entry.type !== 'picture' && entry.type !== 'moved') || !isCollection(entry.collection)) return
    const rows = this.#rows[entry.collection] as Map<string, RowOf<Collection>>
    for (const values of entry.rows) {
      const row = rowFrom(entry.collection, entry.columns, values)
      rows.set(row.id, row)
    }
    if (entry.type === 'moved') for (const id of entry.gone) rows.delete(id)
  }

  get all(): Snapshot['rows'] {
    return this.#rows
  }

  get digest(): string {
    return digestOf(this.#rows)
  }

  /**
   * Accounts in which something that decides access was another when a later run saw it than these rows say; an app that
   * was another moves all of them: null. Whoever did that is in no record.
   */
  *movedUnseen(entry: Entry): Generator<string | null> {
    if (entry.type !== 'moved' || !isCollection(entry.collection) || !DECIDING.has(entry.collection)) return
    const rows = this.#rows[entry.collection] as ReadonlyMap<string, RowOf<Collection>>
    const was = entry.columns.indexOf('was')
    for (const values of entry.rows) {
      const row = rowFrom(entry.collection, entry.columns, values)
      if ((rows.get(row.id)?.etag ?? null) !== values[was]) yield accountOf(entry.collection, row)
    }
  }
}

/** Connections and the workflows that use them move all the time, and open no gate. */
const DECIDING: ReadonlySet<string> = new Set(
  COLLECTIONS.filter((name) => !['connections', 'workflows', 'invitations', 'project-templates'].includes(name)),
)

/** The id of the account that a row stands in; null for what is the whole tenant's. */
const accountOf = (collection: Collection, row: RowOf<Collection>): string | null =>
  collection === 'accounts' ? row.id : 'account' in row ? row.account : null

/** What was read whole at the time of the picture is so afterwards; how many rows there are, the rows tell. */
export const readsOver = (reads: ReadsEntry['reads'], rows: Snapshot['rows']): ReadManifest[] =>
  reads.map((read) => {
    const manifest = read as unknown as ReadManifest
    if (!manifest.complete || manifest.account !== null || !isCollection(manifest.collection)) return manifest
    const { size } = rows[manifest.collection]
    return { ...manifest, rows: size, total: size }
  })
