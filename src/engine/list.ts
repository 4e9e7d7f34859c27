import { compareText } from '../model/canonical.js'
import { Fault } from '../model/fault.js'
import { didYouMean } from '../model/nearest.js'
import type { Snapshot } from '../model/snapshot.js'
import { cellText, type IncompleteRead, type Listing, type ListRow } from '../report/list.js'
import { accounts } from './list/accounts.js'
import { apps } from './list/apps.js'
import { connections } from './list/connections.js'
import { users } from './list/users.js'
import { demandKnown, type ListFilters, type ListView } from './list/view.js'

export type { ListFilters } from './list/view.js'

/** What is asked for: which list, narrowed and sorted how. `-COLUMN` sorts the other way round. */
export interface ListQuestion {
  readonly list: Listing['list']
  readonly filters: ListFilters
  readonly sort: string | undefined
}

const VIEWS: Readonly<Record<Listing['list'], ListView>> = { apps, accounts, users, connections }

/** The lists of the platform that a question is answered from. @throws Fault where it cannot be answered at all. */
export function collectionsFor({ list, filters, sort }: ListQuestion) {
  const { statuses, collections } = VIEWS[list]
  const { status } = filters
  orderOf(list, sort)
  if (status !== undefined && !statuses.includes(status))
    throw usage(`--status ${status} is none that ${list} have.${didYouMean(status, statuses)}`, statuses)
  return collections(filters)
}

/** Filters and sorts what was read; the column that it is sorted by is shown. Pure. */
export function listOver(snapshot: Snapshot, { list, filters, sort }: ListQuestion): Listing {
  const view = VIEWS[list]
  demandKnown(snapshot, filters)
  const { rows, total } = view.rows(snapshot, filters)
  return {
    list,
    columns: view.columns,
    rows: rows.sort(orderOf(list, sort)),
    total,
    incomplete: incompleteOf(snapshot),
  }
}

/** By name unless asked otherwise (R4); what is empty comes last either way, what is alike by name and then by id. */
function orderOf(list: Listing['list'], sort: string | undefined): (a: ListRow, b: ListRow) => number {
  const { columns, nameColumn } = VIEWS[list]
  const names = columns.map(({ name }) => name)
  const column = columnOf(list, sort)
  if (!names.includes(column))
    throw usage(`--sort ${sort}: ${list} have no column ${column}.${didYouMean(column, names)}`, names)
  const first = byColumn(column, sort?.startsWith('-') ? -1 : 1)
  const ties = [nameColumn, 'account', 'app', 'owner', 'id']
    .filter((name) => names.includes(name))
    .map((name) => byColumn(name, 1))
  return (a, b) => [first, ...ties].reduce((order, compare) => order || compare(a, b), 0)
}

function columnOf(list: Listing['list'], sort = 'name'): string {
  const column = sort.replace(/^-/, '')
  return column === 'name' ? VIEWS[list].nameColumn : column
}

function byColumn(name: string, direction: 1 | -1): (a: ListRow, b: ListRow) => number {
  return ({ [name]: a }, { [name]: b }) => {
    if (typeof a === 'number' && typeof b === 'number') return direction * (a - b)
    const [one, other] = [cellText(a), cellText(b)]
    if (one === '' || other === '') return Number(one === '') - Number(other === '')
    return direction * (compareText(one.toLowerCase(), other.toLowerCase()) || compareText(one, other))
  }
}

const incompleteOf = ({ reads, rows }: Snapshot): IncompleteRead[] =>
  reads
    .filter(({ complete }) => !complete)
    .map(({ collection, account, reason = 'unknown' }) => ({
      ...{ collection, reason },
      account: account === null ? null : (rows.accounts.get(account)?.name ?? account),
    }))

const usage = (message: string, known: readonly string[]): Fault =>
  new Fault('usage/invalid', message, `There are ${known.join(', ')}.`)
