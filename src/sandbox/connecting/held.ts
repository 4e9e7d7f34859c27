import { type Claim, mint } from '../oauth/mint.js'
import type { Platform } from '../platform.js'
import type { AppRow, ConnectionRow } from '../rows.js'
import type { Sql } from '../store/sql.js'
import type { Store } from '../store/store.js'

/** What the platform holds of one connection at the third party. It keeps it after the end, to be able to prove it. */
export interface Held {
  client: string
  account: string
  refresh: string
  access: string | null
}

/** Keeps the tokens of a connection; those it had are forgotten. */
export function hold(sql: Sql, connection: string, { client, account, refresh, access }: Held): void {
  sql.query('INSERT OR REPLACE INTO held_tokens VALUES (?,?,?,?,?)').run(connection, client, account, refresh, access)
}

/** The tokens of a connection, if any flow or use of it has brought some. */
export function heldOf(sql: Sql, connection: string): Held | undefined {
  const found = sql
    .query('SELECT client, account, refresh, access FROM held_tokens WHERE connection = ?')
    .get(connection) as [string, string, string, string | null] | undefined
  return found && { client: found[0], account: found[1], refresh: found[2], access: found[3] }
}

const appOf = (store: Store, { app }: ConnectionRow): AppRow | undefined => store.find('apps', { name: app })[0]

/** What a connection stands for at the third party; nothing where an API key or nobody has connected it. */
export function claimOf(store: Store, row: ConnectionRow, app = appOf(store, row)): Claim | undefined {
  const client = app?.settings.clientId
  if (app?.auth !== 'oauth2' || typeof client !== 'string' || client === '' || row.status === 'requested') return
  const owner = row.owner === null ? undefined : store.get('users', row.owner)?.email
  return { client, app: app.displayName, account: row.externalAccount ?? owner ?? row.id, scopes: row.scopes }
}

/** The tokens of a connection; one that a seed brought gets them now, since no flow ever did. */
export async function holding({ store, thirdParty }: Platform, row: ConnectionRow): Promise<Held | undefined> {
  const held = heldOf(store.sql, row.id)
  if (held) return held
  const claim = row.status === 'ended' ? undefined : claimOf(store, row)
  if (!claim) return
  const refresh = await mint(thirdParty, claim)
  const first = heldOf(store.sql, row.id)
  if (first) return first
  const made = { client: claim.client, account: claim.account, refresh, access: null }
  hold(store.sql, row.id, made)
  return made
}
