import type { TextOptions } from './applied.js'
import { csvLine } from './csv.js'
import { paint } from './paint.js'
import { safe } from './safe.js'
import { table } from './table.js'
import { wrap } from './width.js'
import { count, grouped } from './words.js'

/** Live rows of one sort, filtered and sorted, as people and programs asked for them (R4, R5, U2). */
export interface Listing {
  readonly list: 'apps' | 'accounts' | 'users' | 'connections'
  readonly columns: readonly ListColumn[]
  readonly rows: readonly ListRow[]
  /** How many there are without filters. */
  readonly total: number
  /** What could not be read whole: of it, rows may be missing. */
  readonly incomplete: readonly IncompleteRead[]
}

export interface ListColumn {
  readonly name: string
  /** Shown in text; the others only in JSON and CSV. */
  readonly isShown: boolean
}

/** A row's values by column: texts, numbers, yes or no, lists, and maps such as the status of each integration. */
export type ListRow = Readonly<Record<string, unknown>>

export interface IncompleteRead {
  readonly collection: string
  readonly account: string | null
  readonly reason: string
}

/** How many, what could not be read, then one line a row. Empty columns are left out. */
export function renderList(listing: Listing, { width, colour }: TextOptions): string {
  const { list, columns, rows, total } = listing
  const brush = paint(colour)
  const shown = columns.filter(({ name, isShown }) => isShown && rows.some((row) => cellText(row[name]) !== ''))
  const lines = rows.map((row) => shown.map(({ name }) => safe(cellText(row[name]))))
  const doubtful = doubts(listing).flatMap((line) => wrap(line, width).map(brush.yellow))
  const head = `${rows.length === total ? '' : `${grouped(rows.length)} of `}${count(total, ...NOUNS[list])}`
  if (rows.length === 0) return [brush.bold(head), ...doubtful].join('\n')
  const titles = shown.map(({ name }) => brush.dim(words(name)))
  return [brush.bold(head), ...doubtful, '', ...table([titles, ...lines], { width })].join('\n')
}

const NOUNS: Readonly<Record<Listing['list'], [string, string?]>> = {
  apps: ['app'],
  accounts: ['account'],
  users: ['person', 'people'],
  connections: ['connection'],
}

/** What could not be read whole, a line each. */
export const doubts = ({ incomplete }: Pick<Listing, 'incomplete'>): string[] =>
  incomplete.map(({ collection, account, reason }) =>
    safe(
      `${collection}${account === null ? '' : ` of ${account}`} could not be read whole: ${reason}; rows may be missing`,
    ),
  )

/** `lastUsedAt` is `last used at`. */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** All columns, in the order in which they are declared. */
export function* listCsv({ columns, rows }: Listing): Generator<string> {
  yield csvLine(columns.map(({ name }) => name))
  for (const row of rows)
    yield csvLine(columns.map(({ name }) => (typeof row[name] === 'number' ? row[name] : cellText(row[name]))))
}

/** One value in words: `yes`, `a, b`, `slack active, zoom needs-reauth`, `slack (apollo, zeus)`. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(cellText).join(', ')
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([key, each]) => `${key} ${Array.isArray(each) ? `(${cellText(each) || 'none'})` : cellText(each)}`)
    .join(', ')
}
