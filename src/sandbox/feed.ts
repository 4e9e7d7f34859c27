import type { Platform } from './platform.js'
import type { Principal } from './principal.js'
import { invalidAt } from './problems.js'
import { isOperator } from './roles.js'
import type { AppRow } from './rows.js'
import { problems, shownText, withoutSecrets } from './shown.js'
import type { Value } from './store/sql.js'

interface Entry {
  revision: number
  text: string
}

/** What changed after a revision, in order. A row appears with its latest change only: that is all a reader must replay. */
export function changes({ store }: Platform, who: Principal, after: number, limit: number): string {
  if (after > store.revision) throw invalidAt('after', `this platform is at revision ${store.revision}`)
  const scope = scopeOf(who)
  const broken = problems(store)
  const upserts = store.sql
    .query(
      `SELECT revision, collection, id, body FROM rows WHERE revision > ? AND ${scope.rows} ORDER BY revision LIMIT ?`,
    )
    .all(after, ...scope.values, limit + 1)
  const deletes = store.sql
    .query(
      `SELECT revision, collection, id FROM tombstones WHERE revision > ? AND ${scope.gone} ORDER BY revision LIMIT ?`,
    )
    .all(after, ...scope.values, limit + 1)
  const found = [...upserts, ...deletes].map((row) => entry(who, broken, row)).sort((a, b) => a.revision - b.revision)
  const items = found.slice(0, limit)
  const next = items.at(-1)?.revision ?? after
  const tail = { next, more: found.length > items.length, revision: store.revision }
  return `{"items":[${items.map(({ text }) => text).join(',')}],${JSON.stringify(tail).slice(1)}`
}

function entry(who: Principal, broken: Map<string, string>, [revision, collection, id, body]: Value[]): Entry {
  const op = body === undefined ? 'delete' : 'upsert'
  const head = JSON.stringify({ revision, collection, id, op })
  const isLevel = collection === 'account-integrations' && body !== undefined
  const isSecret = collection === 'apps' && body !== undefined && !isOperator(who)
  if (isSecret) return { revision: Number(revision), text: withRow(head, shownApp(String(body))) }
  const row = isLevel ? shownText(broken, String(id), String(body)) : (body ?? 'null')
  return { revision: Number(revision), text: withRow(head, String(row)) }
}

const withRow = (head: string, row: string): string => `${head.slice(0, -1)},"row":${row}}`

const shownApp = (text: string): string => JSON.stringify(withoutSecrets(JSON.parse(text) as AppRow))

/** The same sight as in lists, for rows and for tombstones. */
function scopeOf(who: Principal): { rows: string; gone: string; values: Value[] } {
  if (isOperator(who)) return { rows: '1', gone: '1', values: [] }
  const mine = `(account = ? OR collection = 'apps')`
  if (who.role !== 'member') return { rows: mine, gone: mine, values: [who.account] }
  const own = `${mine} AND (collection <> 'connections' OR ? IN (subject, json_extract(body, '$.createdBy')))`
  const gone = `${mine} AND (collection <> 'connections' OR subject = ?)`
  return { rows: own, gone, values: [who.account, who.id] }
}
