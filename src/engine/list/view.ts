import { Fault } from '../../model/fault.js'
import { didYouMean } from '../../model/nearest.js'
import type { Collection, Snapshot } from '../../model/snapshot.js'
import type { ListColumn, ListRow } from '../../report/list.js'

/** What narrows a list; what is absent narrows nothing, what is there combines (R5, U2). */
export interface ListFilters {
  /** Part of the name, whatever its case. */
  readonly name?: string
  readonly status?: string
  /** Part of the description. */
  readonly description?: string
  /** An e-mail address. */
  readonly user?: string
  readonly app?: string
  readonly account?: string
}

/** One sort of list: which lists of the platform it is made of, its columns, and how its rows are made. */
export interface ListView {
  /** The lists it is made of, given what is asked for. */
  readonly collections: (filters: ListFilters) => readonly Collection[]
  readonly columns: readonly ListColumn[]
  /** The column that is the name, by which it is sorted unless asked otherwise. */
  readonly nameColumn: string
  /** What `--status` may ask for. */
  readonly statuses: readonly string[]
  /** The rows that the filters leave, and how many there are without them. */
  readonly rows: (snapshot: Snapshot, filters: ListFilters) => { readonly rows: ListRow[]; readonly total: number }
}

export const shown = (...names: readonly string[]): ListColumn[] => names.map((name) => ({ name, isShown: true }))
export const more = (...names: readonly string[]): ListColumn[] => names.map((name) => ({ name, isShown: false }))

/** Does a text hold another, whatever the case? Everything holds nothing. */
export const holds = (text: string, part: string | undefined): boolean =>
  part === undefined || text.toLowerCase().includes(part.toLowerCase())

/** Is it what was asked for, or was nothing asked for? */
export const is = <T>(value: T, wanted: T | undefined): boolean => wanted === undefined || value === wanted

/** A filter that names what does not exist would answer "none", and that would be a lie. */
export function demandKnown({ rows, reads }: Snapshot, { account, app, user }: ListFilters): void {
  const isWhole = (...of: readonly Collection[]) =>
    reads.every(({ collection, complete }) => complete || !of.includes(collection))
  if (isWhole('accounts')) demand('account', account, [...rows.accounts.values()], ({ name }) => name)
  if (isWhole('apps')) demand('app', app, [...rows.apps.values()], ({ name }) => name)
  const people = [...rows.users.values(), ...rows.invitations.values()]
  if (isWhole('users', 'invitations')) demand('user', user, people, ({ email }) => email)
}

function demand<R>(what: string, wanted: string | undefined, rows: readonly R[], nameOf: (row: R) => string): void {
  if (wanted === undefined) return
  const known = rows.map(nameOf)
  if (known.includes(wanted)) return
  throw new Fault('list/unknown', `there is no ${what} ${wanted} on the platform.${didYouMean(wanted, known)}`, HELP)
}

const HELP = 'Leave the filter out to see what there is.'
