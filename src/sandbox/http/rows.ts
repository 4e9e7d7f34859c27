import type { Answer } from '../idempotency.js'
import { FILTERS, LABELLED, type ListName, page } from '../lists.js'
import * as operations from '../operations.js'
import { invalidAt, notFound } from '../problems.js'
import { isOperator, sees, type Target } from '../roles.js'
import { type AppRow, type Collection, ID_PREFIX, type Named, type SettingCollection } from '../rows.js'
import { BEHAVIOURS, LEVELS } from '../rules/index.js'
import { shown, withoutSecrets } from '../shown.js'
import { answer, type Call, integerIn, preconditionOf } from './call.js'
import { executeRow } from './execute.js'
import type { Route } from './route.js'

const NAMED = Object.keys(ID_PREFIX) as Named[]
const SETTINGS = Object.keys(LEVELS) as SettingCollection[]

/** Lists of every collection, and the rows of those that have ids. */
export const rowRoutes: Route[] = [
  ...(Object.keys(FILTERS) as ListName[]).map(listing),
  ...NAMED.flatMap(rowsOf),
  ...SETTINGS.flatMap(settingsOf),
  { method: 'GET', url: '/v1/audit-events/:id', query: [], handle: showEvent },
]

function listing(list: ListName): Route {
  const filters = [...Object.keys(FILTERS[list]), ...(LABELLED.has(list) ? ['labels.'] : [])]
  const handle = ({ platform, who, query }: Call): Answer => {
    const { limit: _, cursor, ...wanted } = query
    const limit = integerIn(query, 'limit', 100, 1, 1000)
    integerIn(query, 'after', 0, 0, Number.MAX_SAFE_INTEGER)
    demandLabels(wanted)
    return { status: 200, body: page(platform, who, list, { limit, cursor, filters: wanted }) }
  }
  return { method: 'GET', url: `/v1/${list}`, query: ['limit', 'cursor', ...filters], handle }
}

/** A label's key goes into a JSON path, where quotes have no way to be said. */
function demandLabels(filters: Record<string, string>): void {
  for (const name of Object.keys(filters)) {
    if (name === 'labels.' || (name.startsWith('labels.') && /["\\]/.test(name))) throw invalidAt(name, 'is no label')
  }
}

function rowsOf(collection: Named): Route[] {
  const behaviour = BEHAVIOURS[collection]
  const url = `/v1/${collection}`
  const one = `${url}/:id`
  const at = ({ params }: Call): string => params.id ?? ''
  const show: Route = { method: 'GET', url: one, query: [], handle: (call) => showRow(call, collection, at(call)) }
  const create: Route = {
    ...{ method: 'POST', url, query: [] },
    handle: (call) => executeRow(call, (write) => operations.create(write, collection, call.body)),
  }
  const update: Route = {
    ...{ method: 'PATCH', url: one, query: [] },
    handle: (call) =>
      executeRow(call, (write) => operations.update(write, collection, at(call), preconditionOf(call), call.body)),
  }
  const remove: Route = {
    ...{ method: 'DELETE', url: one, query: collection === 'apps' ? ['confirm'] : [] },
    handle: (call) =>
      executeRow(call, (write) => operations.remove(write, collection, at(call), preconditionOf(call), call.query)),
  }
  return [
    show,
    ...(behaviour.create ? [create] : []),
    ...(behaviour.update ? [update] : []),
    ...(behaviour.remove && collection !== 'connections' ? [remove] : []),
  ]
}

function settingsOf(collection: SettingCollection): Route[] {
  const url = `/v1/${LEVELS[collection].parent}/:id/integrations/:app`
  const place = ({ params }: Call) => ({ parent: params.id ?? '', app: params.app ?? '' })
  return [
    { method: 'GET', url, query: [], handle: (call) => showSetting(call, collection, place(call)) },
    {
      ...{ method: 'PUT', url, query: [] },
      handle: (call) =>
        executeRow(call, (write) => operations.set(write, collection, place(call), preconditionOf(call), call.body)),
    },
  ]
}

function showRow({ platform, who }: Call, collection: Collection, id: string): Answer {
  const row = platform.store.get(collection, id)
  if (!row || !sees(who, collection, row as Target)) throw notFound(`${id} in ${collection}`)
  const isSecret = collection === 'apps' && !isOperator(who)
  return answer(200, isSecret ? withoutSecrets(row as AppRow) : row, row.etag)
}

/** A setting that nobody has written shows what holds, and no version. */
function showSetting(
  call: Call,
  collection: SettingCollection,
  { parent, app }: { parent: string; app: string },
): Answer {
  const { platform, who } = call
  const level = LEVELS[collection]
  const above = platform.store.get(level.parent, parent)
  if (!above || !sees(who, level.parent, above as Target)) throw notFound(`${parent} in ${level.parent}`)
  if (platform.store.count('apps', { name: app }) === 0) throw notFound(`app ${app}`)
  const setting = shown(platform.store, operations.currentSetting(platform, collection, above, app))
  const { id, etag = null, ...fields } = setting as { id: string; etag?: string }
  return answer(200, { id, etag, ...fields }, etag)
}

function showEvent({ platform, who, params }: Call): Answer {
  const found = platform.store.sql.query('SELECT account, subject, body FROM audit WHERE id = ?').get(params.id ?? '')
  const [account, principal, body] = found ?? []
  const visible =
    who.role === 'operator' || (account === who.account && (who.role !== 'member' || principal === who.id))
  if (!found || !visible) throw notFound(`${params.id} in audit-events`)
  const text = String(body)
  return { status: 200, body: text, etag: String(Number(params.id?.slice('evt_'.length))) }
}
