import { allowsUse } from './access.js'
import { appNotAvailable, forbidden, Problem } from './problems.js'
import type { ConnectionRow } from './rows.js'
import type { Write } from './write.js'

/** C4: used by someone whom it names, while the gates are open for them. */
export function use(write: Write, row: ConnectionRow): ConnectionRow {
  demandUsable(write, row)
  return write.update('connections', row, { ...row, lastUsedAt: write.at })
}

/** 403 or 409 unless the caller may use the connection as it is. */
export function demandUsable(write: Write, row: ConnectionRow): void {
  const { store, actor } = write
  const account = store.get('accounts', row.account)
  if (!account || !isUsableBy(write, row))
    throw forbidden(`${actor.name} is not among those who may use this connection.`)
  if (row.status !== 'active') throw new Problem('conflict', `The connection is ${row.status}.`)
  const wish = { account, app: row.app, project: row.project, user: actor.id }
  if (!allowsUse(store, wish)) throw appNotAvailable()
}

/** C4: whom a connection names; everybody of its account unless it names some. */
export function isUsableBy(
  { store, actor }: Pick<Write, 'store' | 'actor'>,
  { account, usableBy }: ConnectionRow,
): boolean {
  if (actor.account !== account) return false
  if (usableBy === 'everyone' || usableBy.users.includes(actor.id)) return true
  return usableBy.groups.some((id) => store.get('groups', id)?.members.includes(actor.id))
}
