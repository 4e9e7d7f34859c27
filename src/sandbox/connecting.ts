import { allowsConnecting } from './access.js'
import { newId, type Platform } from './platform.js'
import { type Principal, principalOf, type Via } from './principal.js'
import { appNotAvailable, forbidden, invalidAt } from './problems.js'
import { administers, demand } from './roles.js'
import type { AccountRow, ConnectionRow } from './rows.js'
import { demandFreePlace } from './rules/connections.js'
import { accountNamed, demandRows } from './rules/references.js'
import { Write } from './write.js'

/** What somebody wants to connect; a name makes it one of several, none makes it their personal one. */
export interface Wish {
  account: string
  app: string
  project?: string | null
  name?: string | null
  scopes?: string[]
  dryRun?: boolean
  asUser?: string
}

const STATE_LIVES = 10 * 60 * 1000

/** The check that stands at the start, at the callback and at the API-key endpoint (T6). */
export function demandConnectable(write: Write, wish: Wish): void {
  const { store, actor } = write
  demand(actor, 'create', 'connections', wish)
  const account = accountNamed(store, wish.account)
  demandProject(write, account, wish)
  const user = meantUser(write, wish)
  const asked = { account, app: wish.app, project: wish.project ?? null, user }
  if (!allowsConnecting(store, asked)) throw appNotAvailable()
  demandFreePlace(write, { ...wish, name: wish.name ?? null, owner: user })
}

function demandProject({ store }: Write, account: AccountRow, { project }: Wish): void {
  if (!project) return
  demandRows(
    store,
    'projects',
    [project],
    () => '/project',
    (row) => row.account === account.id,
  )
}

/** Administrators may ask on somebody's behalf, and only ask. */
function meantUser({ store, actor }: Write, { account, asUser, dryRun }: Wish): string {
  if (asUser === undefined) return actor.id
  if (!administers(actor, account)) throw forbidden('Only administrators ask on behalf of others.')
  if (!dryRun) throw invalidAt('/asUser', 'asking for somebody else needs dryRun')
  demandRows(
    store,
    'users',
    [asUser],
    () => '/asUser',
    (row) => row.account === account,
  )
  return asUser
}

/** Starts the flow with the third party and remembers who started it. */
export function start(write: Write, wish: Wish): object {
  const { store, platform, actor } = write
  const state = Buffer.from(platform.random(24)).toString('base64url')
  const { dryRun: _, ...kept } = wish
  store.sql
    .query('INSERT INTO starts VALUES (?,?,?,?)')
    .run(state, actor.id, JSON.stringify({ wish: kept, via: actor.via }), platform.clock())
  return { state, authorizationUrl: `${platform.url}/sandbox/authorize?state=${state}` }
}

/** What an unguessable state stands for; 422 when it was used, ran out or never was. */
export function pending(platform: Platform, state: string): { actor: Principal; wish: Wish } {
  const { store, clock } = platform
  const found = store.sql
    .query('SELECT principal, request FROM starts WHERE state = ? AND at > ?')
    .get(state, clock() - STATE_LIVES)
  const user = found && store.get('users', String(found[0]))
  if (!found || !user) throw invalidAt('state', 'nobody started a connection with it, or it was used')
  const { wish, via } = JSON.parse(String(found[1])) as { wish: Wish; via: Via }
  return { actor: principalOf(user, 'full', via), wish }
}

/** Ends the flow: checks again, since the gates may have closed meanwhile (T6). The state works once. */
export function callback(
  platform: Platform,
  state: string,
  externalAccount: string,
): { write: Write; row: ConnectionRow } {
  const { actor, wish } = pending(platform, state)
  const write = new Write(platform, actor)
  demandConnectable(write, wish)
  platform.store.sql.query('DELETE FROM starts WHERE state = ?').run(state)
  return { write, row: connect(write, wish, externalAccount) }
}

/** API-key apps need no flow; the key itself is not kept. */
export function demandApiKeyApp({ store }: Write, app: string): void {
  if (store.find('apps', { name: app })[0]?.auth !== 'api-key')
    throw invalidAt('/app', `${app} is not connected by an API key`)
}

/** Makes the connection; owner and creator are whoever asked. */
export function connect(write: Write, wish: Wish, externalAccount: string | null): ConnectionRow {
  const { account, app, project = null, name = null, scopes = [] } = wish
  return write.create('connections', {
    id: newId(write.platform, 'connections'),
    account,
    app,
    project,
    name,
    owner: write.actor.id,
    holder: 'person',
    externalAccount,
    status: 'active',
    createdBy: write.actor.id,
    usableBy: 'everyone',
    scopes,
    createdAt: write.at,
    lastUsedAt: null,
    requestedAt: null,
  })
}
