import { allowsConnecting } from '../access.js'
import { appNotAvailable, forbidden, invalidAt } from '../problems.js'
import { administers, demand } from '../roles.js'
import type { AccountRow, AppRow } from '../rows.js'
import { demandFreePlace } from '../rules/connections.js'
import { accountNamed, demandRows } from '../rules/references.js'
import type { Write } from '../write.js'

/** What is to be connected; a name makes it one of several, none makes it somebody's personal one. */
export interface Place {
  account: string
  app: string
  project?: string | null
  name?: string | null
}

/** Whether it could be connected may be asked without doing it, by administrators also on somebody's behalf. */
export interface Wish extends Place {
  dryRun?: boolean
  asUser?: string
}

/**
 * The check that stands at the start, at the callback, at requests and at the API-key endpoint (T6): all gates and the
 * menu for whoever is to own the connection. `self` is the row that is to become it, if there is one.
 */
export function demandConnectable(
  write: Write,
  place: Place,
  owner: string | null,
  auth: AppRow['auth'],
  self?: string,
): void {
  const { store, actor } = write
  demand(actor, 'create', 'connections', place)
  const account = accountNamed(store, place.account)
  demandProject(write, account, place)
  if (owner !== null && owner !== actor.id) demandTeammate(write, place.account, owner, '/owner')
  const asked = { account, app: place.app, project: place.project ?? null, user: owner }
  if (!allowsConnecting(store, asked)) throw appNotAvailable()
  if (store.find('apps', { name: place.app })[0]?.auth !== auth) throw otherWay(place.app, auth)
  demandFreePlace(write, { ...place, name: place.name ?? null, owner }, self)
}

const otherWay = (app: string, auth: AppRow['auth']) =>
  invalidAt('/app', auth === 'oauth2' ? `${app} is connected by an API key` : `${app} is not connected by an API key`)

function demandProject({ store }: Write, account: AccountRow, { project }: Place): void {
  if (!project) return
  const here = (row: { account?: string | null }) => row.account === account.id
  demandRows(store, 'projects', [project], () => '/project', here)
}

function demandTeammate({ store }: Write, account: string, user: string, pointer: string): void {
  demandRows(
    store,
    'users',
    [user],
    () => pointer,
    (row) => row.account === account,
  )
}

/** For whom a wish is judged: administrators may ask on somebody's behalf, and only ask. */
export function meantUser(write: Write, { account, asUser, dryRun }: Wish): string {
  if (asUser === undefined) return write.actor.id
  demand(write.actor, 'create', 'connections', { account })
  accountNamed(write.store, account)
  if (!administers(write.actor, account)) throw forbidden('Only administrators ask on behalf of others.')
  if (!dryRun) throw invalidAt('/asUser', 'asking for somebody else needs dryRun')
  demandTeammate(write, account, asUser, '/asUser')
  return asUser
}

/** Who is to own a connection that is made for others as well: oneself, or for administrators anybody of the account. */
export function demandOwnerRight(write: Write, { account }: Place, owner: string | null): void {
  if (owner === write.actor.id || administers(write.actor, account)) return
  throw forbidden('Only administrators connect for others.')
}
