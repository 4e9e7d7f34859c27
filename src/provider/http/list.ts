import type { Collection, ReadManifest, RowOf } from '../../model/snapshot.js'
import type { Get } from './client.js'
import { badAnswer, CallFailure, isDenied } from './failure.js'
import { listPath, type Page, pageGuard, readPage } from './page.js'
import type { RowReader } from './row-reader.js'
import { accountOf, readRow } from './rows.js'

/** One list as far as it was read. `problem` says why it must not be taken for the whole. */
export interface Reading<C extends Collection = Collection> {
  readonly collection: C
  /** The account it was narrowed to. */
  readonly account: string | null
  rows: Map<string, RowOf<C>>
  /** Pages asked for, and those that came, right or not. */
  asked: number
  pages: number
  total: number | null
  /** The revisions of its first and last page; null before any page came. */
  first: number | null
  last: number | null
  /** The revision that `rows` show; before the feed was replayed, that of the first page. */
  at: number | null
  /** What led to the last page. */
  cursor: string | null
  /** Changes of the feed laid over `rows`. */
  replayed: number
  problem: string | null
}

export interface Reader {
  readonly get: Get
  readonly rows: RowReader
  readonly limit: number
}

/** Reads a list page by page. Only a refusal that concerns everything is thrown (401, 403). */
export async function readList<C extends Collection>(
  reader: Reader,
  collection: C,
  account: string | null,
): Promise<Reading<C>> {
  const reading: Reading<C> = {
    collection,
    account,
    rows: new Map(),
    asked: 0,
    pages: 0,
    total: null,
    first: null,
    last: null,
    at: null,
    cursor: null,
    replayed: 0,
    problem: null,
  }
  try {
    await readPages(reader, reading)
    checkUnmoved(reading)
  } catch (error) {
    if (!(error instanceof CallFailure) || isDenied(error)) throw error
    reading.problem = `page ${reading.asked} of ${collection}: ${error.message}`
  }
  return reading
}

async function readPages<C extends Collection>(reader: Reader, reading: Reading<C>): Promise<void> {
  const { collection, account } = reading
  const guard = pageGuard(reader.limit)
  let cursor: string | null = null
  do {
    const path: string = listPath(collection, { limit: reader.limit, account, cursor })
    reading.asked++
    const { page, rows } = await reader.get(path, (value) => parse(reader.rows, collection, value))
    reading.pages++
    guard(page)
    for (const row of rows) add(reading, row)
    reading.first ??= page.revision
    reading.at ??= page.revision
    reading.last = page.revision
    reading.total = page.total
    reading.cursor = cursor
    if (reading.rows.size > 2 * page.total + 10_000)
      throw badAnswer(`no end after ${reading.rows.size} of ${page.total} rows`)
    cursor = page.next
  } while (cursor !== null)
}

function parse<C extends Collection>(rows: RowReader, collection: C, value: unknown): { page: Page; rows: RowOf<C>[] } {
  const page = readPage(value)
  return { page, rows: page.items.map((item, at) => readRow(rows, collection, item, 'item', at + 1)) }
}

function add<C extends Collection>({ rows, account }: Reading<C>, row: RowOf<C>): void {
  const before = rows.size
  rows.set(row.id, row)
  if (rows.size === before) throw badAnswer(`the id ${row.id} came twice`)
  if (account !== null && accountOf(row) !== account) throw badAnswer(`a row of another account came, ${row.id}`)
}

const checkUnmoved = (reading: Reading): void => {
  if (reading.first === reading.last) checkCount(reading)
}

/** A list is whole when it has as many rows as it says, at the revision of its last page. */
export function checkCount(reading: Reading): void {
  const { rows, total } = reading
  if (rows.size !== total) reading.problem = `${rows.size} rows came, and the total says ${total}`
}

export const isMoved = (reading: Reading): boolean => reading.first !== reading.last

export const manifest = (reading: Reading): ReadManifest => ({
  collection: reading.collection,
  account: reading.account,
  complete: reading.problem === null,
  ...(reading.problem === null ? {} : { reason: reading.problem }),
  pages: reading.pages,
  rows: reading.rows.size,
  total: reading.total,
  revisionBefore: reading.first,
  revisionAfter: reading.last,
  lastCursor: reading.cursor,
  replayed: reading.replayed,
})
