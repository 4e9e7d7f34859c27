import { cursorAfter, placeOf } from './cursor.js'
import type { Platform } from './platform.js'
import type { Principal } from './principal.js'
import { isOperator } from './roles.js'
import type { AppRow, Collection } from './rows.js'
import { problems, shownText, withoutSecrets } from './shown.js'
import type { Value } from './store/sql.js'

export type ListName = Collection | 'audit-events'

/** Query parameters of a list, beside limit and cursor, and the column each compares. */
export const FILTERS: Record<ListName, Record<string, string>> = {
  apps: { name: 'name', status: 'status' },
  accounts: { name: 'name' },
  'project-templates': { account: 'account', name: 'name' },
  projects: { account: 'account', name: 'name' },
  groups: { account: 'account', project: 'project', name: 'name' },
  users: { account: 'account' },
  invitations: { account: 'account', status: 'status' },
  connections: {
    ...{ account: 'account', project: 'project', app: 'app' },
    ...{ user: 'subject', name: 'name', status: 'status' },
  },
  workflows: { account: 'account', name: 'name' },
  'audit-events': { account: 'account', collection: 'collection', resource: 'resource', after: 'revision' },
  'account-integrations': { account: 'account', app: 'app' },
  'project-integrations': { account: 'account', project: 'project', app: 'app' },
  'group-integrations': { account: 'account', project: 'project', app: 'app' },
  'user-integrations': { account: 'account', user: 'subject', app: 'app' },
}

/** Collections whose rows carry labels, filtered by `labels.KEY=VALUE`. */
export const LABELLED: ReadonlySet<ListName> = new Set(['accounts', 'projects', 'groups'])

export interface ListRequest {
  limit: number
  cursor: string | undefined
  filters: Record<string, string>
}

interface Condition {
  /** Pages are ordered by id; the rows of one account have an index in that order. */
  index: string
  text: string
  values: Value[]
}

/** A page as it goes over the wire. Rows are spliced in as stored, so that a page costs no parsing. */
export function page(platform: Platform, who: Principal, list: ListName, request: ListRequest): string {
  const { store } = platform
  const scope = `${list} ${JSON.stringify(Object.entries(request.filters).sort())}`
  const where = conditionOf(who, list, request.filters)
  const after = placeOf(platform, who, scope, request.cursor)
  const found = store.sql
    .query(`SELECT id, body FROM ${tableOf(list)} ${where.index} WHERE ${where.text} AND id > ? ORDER BY id LIMIT ?`)
    .all(...where.values, after, request.limit + 1)
  const items = found.slice(0, request.limit)
  const next = found.length > items.length ? cursorAfter(platform, who, scope, String(items.at(-1)?.[0])) : null
  const tail = { total: count(platform, list, where), revision: store.revision, next }
  return `{"items":[${texts(platform, who, list, items).join(',')}],${JSON.stringify(tail).slice(1)}`
}

/** Only the account level is shown with what is not stored, and apps to others than operators without their secrets. */
function texts({ store }: Platform, who: Principal, list: ListName, items: Value[][]): string[] {
  if (list === 'apps' && !isOperator(who))
    return items.map(([, body]) => JSON.stringify(withoutSecrets(JSON.parse(String(body)) as AppRow)))
  const broken = list === 'account-integrations' ? problems(store) : new Map<string, string>()
  return items.map(([id, body]) => (broken.size === 0 ? String(body) : shownText(broken, String(id), String(body))))
}

const tableOf = (list: ListName): string => (list === 'audit-events' ? 'audit' : 'rows')

/** Counting walks an index; as long as nothing is written, the pages of one reader share the answer. */
function count({ store, totals }: Platform, list: ListName, where: Condition): number {
  const key = JSON.stringify([list, where])
  const known = totals.get(key)
  if (known?.revision === store.revision) return known.total
  const query = store.sql.query(`SELECT count(*) FROM ${tableOf(list)} WHERE ${where.text}`)
  const total = Number(query.get(...where.values)?.[0])
  if (totals.size >= 1000) totals.clear()
  totals.set(key, { revision: store.revision, total })
  return total
}

function conditionOf(who: Principal, list: ListName, filters: Record<string, string>): Condition {
  const columns = FILTERS[list]
  const wanted = Object.entries(filters).map(([name, value]): [string, Value[]] => {
    if (name === 'after') return ['revision > ?', [Number(value)]]
    if (columns[name]) return [`${columns[name]} = ?`, [value]]
    return [`json_extract(body, ?) = ?`, [`$.labels.${JSON.stringify(name.slice('labels.'.length))}`, value]]
  })
  const tests = [...implied(list, filters), ...sight(who, list), ...wanted]
  const ofAccount = tableOf(list) === 'rows' && tests.some(([text]) => text === 'account = ?')
  const index = ofAccount ? 'INDEXED BY rows_place' : ''
  return { index, text: tests.map(([text]) => text).join(' AND '), values: tests.flatMap(([, values]) => values) }
}

function implied(list: ListName, filters: Record<string, string>): [string, Value[]][] {
  if (list === 'audit-events') return [['1', []]]
  const live: [string, Value[]][] = list === 'connections' && !filters.status ? [[`status <> 'ended'`, []]] : []
  return [['collection = ?', [list]], ...live]
}

/** Which rows the caller may see at all; members see only their own connections (U1), and what they did. */
function sight(who: Principal, list: ListName): [string, Value[]][] {
  if (isOperator(who) || list === 'apps') return []
  const mine: [string, Value[]] = ['account = ?', [who.account]]
  if (who.role !== 'member') return [mine]
  if (list === 'connections')
    return [mine, [`(subject = ? OR json_extract(body, '$.createdBy') = ?)`, [who.id, who.id]]]
  return list === 'audit-events' ? [mine, ['subject = ?', [who.id]]] : [mine]
}
