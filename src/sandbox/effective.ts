import { cursorAfter, placeOf } from './cursor.js'
import { isAllowed, registryOpen } from './gates.js'
import type { Platform } from './platform.js'
import type { Principal } from './principal.js'
import { isOperator } from './roles.js'
import type { AccountRow } from './rows.js'

// Recorded and effective are two things (T9). For each account, and under `*` for the registry, the table `portals`
// keeps the newest change and, while customers lag behind, the older ones they may still see.

/** What customers see of integrations: whether there is a menu (T1), and which apps (T4). */
export interface Portal {
  menu: boolean
  apps: string[]
}

interface Standing {
  recorded: number
  visible: number
}

const REGISTRY = '*'

/** Notes what the finishing transaction touched; runs inside it. Without lag only the newest change is kept. */
export function noteChanges(platform: Platform): void {
  const { touched } = platform.store
  platform.store.touched = new Map()
  const lagging = platform.lagSeconds > 0
  for (const [account, revision] of touched) note(platform, account, revision, lagging)
  const registry = touched.get(REGISTRY)
  if (!lagging || registry === undefined) return
  for (const { id } of platform.store.find('accounts', {})) {
    if (!touched.has(id)) note(platform, id, registry, true)
  }
}

/** Before customers begin to lag, what they see now must be known. */
export function freezePortals(platform: Platform): void {
  for (const account of platform.store.find('accounts', {})) {
    const { recorded } = standing(platform, account.id)
    const shows = JSON.stringify(portalNow(platform, account))
    insert(platform, account.id, recorded, 0, shows)
  }
}

function note(platform: Platform, account: string, revision: number, lagging: boolean): void {
  const { store, clock } = platform
  const row = lagging ? store.get('accounts', account) : undefined
  const horizon = lagging ? newestVisible(platform, account) : revision
  store.sql.query('DELETE FROM portals WHERE account = ? AND revision < ?').run(account, horizon)
  insert(platform, account, revision, clock(), row ? JSON.stringify(portalNow(platform, row)) : null)
}

function insert({ store }: Platform, account: string, revision: number, at: number, shows: string | null): void {
  store.sql.query('INSERT OR REPLACE INTO portals VALUES (?,?,?,?)').run(account, revision, at, shows)
}

/** The newest change that has become visible; 0 while none has. */
function newestVisible({ store, clock, lagSeconds }: Platform, account: string): number {
  const found = store.sql
    .query('SELECT max(revision) FROM portals WHERE account = ? AND at <= ?')
    .get(account, clock() - lagSeconds * 1000)
  return Number(found?.[0] ?? 0)
}

function standing(platform: Platform, account: string): Standing {
  const newest = ({ store }: Platform, of: string): number =>
    Number(store.sql.query('SELECT max(revision) FROM portals WHERE account = ?').get(of)?.[0] ?? 0)
  return {
    recorded: Math.max(newest(platform, account), newest(platform, REGISTRY)),
    visible: Math.max(newestVisible(platform, account), newestVisible(platform, REGISTRY)),
  }
}

/** T4: allowed apps that work; none while the menu is closed (T1). */
function portalNow({ store }: Platform, account: AccountRow): Portal {
  const menu = account.showIntegrations
  const shown = menu ? store.find('apps', {}).filter((app) => registryOpen(app) && isAllowed(account, app.name)) : []
  return { menu, apps: shown.map(({ name }) => name).sort() }
}

/** What an account's customers see now; with a lag, that is what stood before the newest writes (T9). */
export function portalSeen(platform: Platform, account: AccountRow): Portal {
  if (platform.lagSeconds === 0) return portalNow(platform, account)
  const shows = platform.store.sql
    .query('SELECT shows FROM portals WHERE account = ? AND revision = ?')
    .get(account.id, newestVisible(platform, account.id))?.[0]
  return typeof shows === 'string' ? (JSON.parse(shows) as Portal) : { menu: false, apps: [] }
}

/** `GET /v1/effective`: how far each account's customers are behind. */
export function effective(platform: Platform, who: Principal, limit: number, cursor: string | undefined): object {
  const { store } = platform
  const all = isOperator(who) ? store.ids('accounts') : [who.account].filter((id) => id !== null)
  const after = placeOf(platform, who, 'effective', cursor)
  const rest = all.filter((id) => id > after)
  const items = rest.slice(0, limit).map((id) => ({ id, account: id, ...standing(platform, id) }))
  const next = rest.length > items.length ? cursorAfter(platform, who, 'effective', items.at(-1)?.id ?? '') : null
  return { items, total: all.length, revision: store.revision, next }
}

/** One account's standing, with what its portal shows; no item for an account the caller does not see. */
export function effectiveOf(platform: Platform, who: Principal, id: string): object {
  const account = isOperator(who) || who.account === id ? platform.store.get('accounts', id) : undefined
  const { revision } = platform.store
  if (!account) return { items: [], total: 0, revision, next: null }
  const item = { id, account: id, ...standing(platform, id), ...portalSeen(platform, account) }
  return { items: [item], total: 1, revision, next: null }
}
