import { asObject } from './client.js'
import { badAnswer } from './failure.js'

/** The envelope of every list, its items not yet looked at. */
export interface Page {
  readonly items: readonly unknown[]
  readonly total: number
  readonly revision: number
  readonly next: string | null
}

/** A cursor has to fit into a URL. */
const MOST_SIGNS = 2000

export function readPage(value: unknown): Page {
  const { items, total, revision, next } = asObject(value, 'the page')
  if (!Array.isArray(items)) throw badAnswer('items is not a list')
  if (next !== null && (typeof next !== 'string' || next === '' || next.length > MOST_SIGNS))
    throw badAnswer('next is neither a cursor nor null')
  return { items, total: count(total, 'total'), revision: count(revision, 'revision'), next }
}

export function count(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw badAnswer(`${what} is not a whole number`)
}

/** `/v1/…` with the parameters that have a value. */
export function listPath(
  collection: string,
  parameters: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined)
  const query = new URLSearchParams(pairs.map(([key, value]): [string, string] => [key, String(value)]))
  return `/v1/${collection}${pairs.length > 0 ? `?${query}` : ''}`
}

/** Guards against lists that cannot be: cursors that repeat, pages that are empty, too long, go back in time or count differently. */
export function pageGuard(limit: number): (page: Page) => void {
  const cursors = new Set<string>()
  let latest = 0
  let counted: number | null = null
  return ({ items, next, revision, total }) => {
    if (items.length > limit) throw badAnswer(`a page holds ${items.length} rows, though ${limit} were asked for`)
    if (revision < latest) throw badAnswer(`the revision went back from ${latest} to ${revision}`)
    if (counted !== null && revision === latest && total !== counted)
      throw badAnswer(`the total went from ${counted} to ${total} while nothing moved`)
    latest = revision
    counted = total
    if (next === null) return
    if (items.length === 0) throw badAnswer('an empty page says that more follows')
    if (cursors.has(next)) throw badAnswer('a cursor came twice')
    cursors.add(next)
  }
}
