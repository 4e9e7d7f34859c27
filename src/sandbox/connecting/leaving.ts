import type { ConnectionRow } from '../rows.js'
import type { Write } from '../write.js'
import { claimOf, heldOf } from './held.js'

/** Writes down what is to be taken back at the third party now that a connection ends (RFC 7009). */
export function takeBack({ store, platform }: Write, row: ConnectionRow): void {
  const held = heldOf(store.sql, row.id)
  const taken = held ? { client: held.client, token: held.refresh } : claimOf(store, row)
  if (taken) platform.revocations.add(row.id, taken)
}
