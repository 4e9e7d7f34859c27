import type { AppRow, ConnectionRow } from '../rows.js'
import type { Write } from '../write.js'
import { claimOf, heldOf } from './held.js'

/** Writes down what is to be taken back at the third party now that a connection ends (RFC 7009). */
export function takeBack(write: Write, row: ConnectionRow): void {
  const { store, platform } = write
  const held = heldOf(store.sql, row.id)
  const taken = held ? { client: held.client, token: held.refresh } : claimOf(store, row, appOf(write, row.app))
  if (taken) platform.revocations.add(row.id, taken)
}

/** A cascade ends many connections of few apps: each app is read once. No write changes an app's client and ends connections. */
const known = new WeakMap<Write, Map<string, AppRow | undefined>>()

function appOf(write: Write, name: string): AppRow | undefined {
  const apps = known.get(write) ?? new Map<string, AppRow | undefined>()
  known.set(write, apps)
  if (!apps.has(name)) apps.set(name, write.store.find('apps', { name })[0])
  return apps.get(name)
}
