import { fingerprint } from '../digest.js'
import { patchRow, sortedSet } from '../merge.js'
import { invalidAt, Problem } from '../problems.js'
import type { ConnectionRow, UsableBy } from '../rows.js'
import type { Write } from '../write.js'
import type { Behaviour } from './behaviour.js'
import { demandFreeName, demandRows } from './references.js'

/** Live connections: edited by their creator alone (C3), removed by revoking. Creating one is a flow of its own. */
export const connections: Behaviour<'connections'> = {
  update: { schema: 'ConnectionUpdate', run: update },
  remove: (write, row) => void revoke(write, row),
}

type Edit = Partial<ConnectionRow> & { apiKey?: string }

function update(write: Write, row: ConnectionRow, { apiKey, ...body }: Edit): ConnectionRow {
  if (row.status === 'ended') throw new Problem('conflict', 'The connection has ended.')
  const after = patchRow(row, body)
  demandFreePlace(write, after, row.id)
  const use = settledUse(write, row.account, after.usableBy)
  const edited = write.update('connections', row, { ...after, usableBy: use })
  return apiKey === undefined ? edited : changeKey(write, edited, apiKey)
}

/** Nothing here would use a key, so that only its fingerprint is kept. */
export const keyMark = (connection: string, apiKey: string): string => fingerprint(`${connection} ${apiKey}`)

function changeKey(write: Write, row: ConnectionRow, apiKey: string): ConnectionRow {
  const byKey = write.store.find('apps', { name: row.app })[0]?.auth === 'api-key'
  if (!byKey) throw invalidAt('/apiKey', `${row.app} is not connected by an API key`)
  const mark = keyMark(row.id, apiKey)
  return mark === write.store.mark('connections', row.id) ? row : write.renew('connections', row, mark)
}

/** U4: one personal connection per user, app and account; named ones are told apart by their names. Ended ones do not count. */
export function demandFreePlace(
  { store }: Write,
  { account, app, name, owner }: Pick<ConnectionRow, 'account' | 'app' | 'name' | 'owner'>,
  self?: string,
): void {
  if (name !== null) demandFreeName(store, 'connections', { account, app, name, live: true }, self)
  if (name !== null || owner === null) return
  const personal = store.find('connections', { account, app, subject: owner, name: null, live: true })
  if (personal.every((row) => row.id === self)) return
  throw new Problem('conflict', `There is a personal connection to ${app} already; disconnect it first.`)
}

/** Who may use a connection (C4), each once; 422 for whoever is not of the account. */
export function settledUse(write: Write, account: string, usableBy: UsableBy): UsableBy {
  if (usableBy === 'everyone') return usableBy
  const { users = [], groups = [] }: Partial<typeof usableBy> = usableBy
  const here = (row: { account?: string | null }) => row.account === account
  demandRows(write.store, 'users', users, (index) => `/usableBy/users/${index}`, here)
  demandRows(write.store, 'groups', groups, (index) => `/usableBy/groups/${index}`, here)
  return { users: sortedSet(users), groups: sortedSet(groups) }
}

/** What became of a revocation, here and at the third party (RFC 7009 there). */
export interface Legs {
  platform: 'revoked'
  thirdParty: 'revoked' | 'failed' | 'none'
}

/**
 * Ends a connection. What is to be taken back at the third party is written down with it, and counts as failed until the
 * third party has confirmed; an API key cannot be taken back.
 */
export function revoke(write: Write, row: ConnectionRow): { row: ConnectionRow; legs: Legs } {
  if (row.status === 'ended') throw new Problem('not-found', `The connection ${row.id} has ended already.`)
  const ended = write.update('connections', row, { ...row, status: 'ended' }, 'caller', 'end')
  const open = write.platform.revocations.has(row.id)
  return { row: ended, legs: { platform: 'revoked', thirdParty: open ? 'failed' : 'none' } }
}
