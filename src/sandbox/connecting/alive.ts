import { transaction } from '../http/execute.js'
import type { Platform } from '../platform.js'
import type { Principal } from '../principal.js'
import { Problem } from '../problems.js'
import type { ConnectionRow } from '../rows.js'
import { demandUsable } from '../using.js'
import { Write } from '../write.js'
import { introspect, refresh } from './calls.js'
import { type Held, hold, holding } from './held.js'

/**
 * Demands that the third party still honours a connection that somebody is about to use; refreshes its access token
 * where that has expired. One whose consent is gone needs its owner again (U6): that is written down, and 409.
 */
export async function demandAlive(platform: Platform, who: Principal, row: ConnectionRow): Promise<void> {
  demandUsable(new Write(platform, who), row)
  const held = await holding(platform, row)
  if (!held || (await isAlive(platform, row.id, held))) return
  transaction(platform, () => markDead(new Write(platform, who), row.id))
  throw new Problem('conflict', 'The third party does not honour the connection any more: it is needs-reauth.')
}

async function isAlive({ store, thirdParty }: Platform, connection: string, held: Held): Promise<boolean> {
  const { client, access } = held
  if (access !== null && (await introspect(thirdParty.url, client, access)).active) return true
  const tokens = await refresh(thirdParty.url, client, held.refresh)
  if (tokens) hold(store.sql, connection, { ...held, ...tokens })
  return tokens !== undefined
}

function markDead(write: Write, id: string): void {
  const row = write.store.get('connections', id)
  if (row?.status === 'active') write.update('connections', row, { ...row, status: 'needs-reauth' }, 'platform')
}
