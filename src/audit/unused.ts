import { address, integrationsAddress, keyAddress } from '../model/address.js'
import type { ConnectionRow } from '../model/audit.js'
import type { UnusedRow, UsageRow } from '../model/audit-detail.js'
import { NONE } from './shared.js'
import { isLive, stateOf, usageFinder } from './usage.js'

/**
 * What is allowed and nobody uses, and connections that nobody uses (T10). Of what a workflow uses nothing is
 * suggested; connections that the platform cannot tell about are no rows, and only counted in the use of their app.
 */
export function unusedOf(
  usage: readonly UsageRow[],
  isAll: (account: string) => boolean,
  connections: readonly ConnectionRow[],
): UnusedRow[] {
  const find = usageFinder(usage)
  const busy = new Set(
    connections.flatMap((row) => (row.workflows.length > 0 ? (find(row.account, row.app) ?? []) : [])),
  )
  const found: UnusedRow[] = []
  for (const row of usage) found.push(...unusedApp(row, isAll(row.account), busy.has(row)))
  for (const row of connections) found.push(...unusedConnection(row, find(row.account, row.app)?.idleAfter))
  return found
}

function unusedApp(row: UsageRow, isAll: boolean, isBusy: boolean): UnusedRow[] {
  const { account, app, people, lastUsedAt, idleAfter, by } = row
  const state = stateOfApp(row)
  if (state === null || !row.allowed) return []
  const at = address('account', account)
  const could = isAll ? (row.on ? integrationsAddress(at, app) : null) : keyAddress(at, 'allowedApps', app)
  const remove = state === 'unknown' || isBusy ? null : could
  return [
    {
      sort: 'app',
      account,
      app,
      connection: null,
      owner: null,
      state,
      people,
      lastUsedAt,
      idleDays: null,
      idleAfter,
      remove,
      by,
    },
  ]
}

/** Null where somebody uses it, or has only just connected. */
function stateOfApp({ connections, used, fresh, idle, unknown }: UsageRow): UnusedRow['state'] | null {
  if (connections === 0) return 'never-connected'
  if (used + fresh > 0) return null
  if (unknown > 0) return 'unknown'
  return idle > 0 ? 'idle' : 'never-used'
}

function unusedConnection(row: ConnectionRow, idleAfter: number | undefined): UnusedRow[] {
  const { id, account, app, owner, lastUsedAt, idleDays, workflows } = row
  if (id === null || idleAfter === undefined || !isLive(row)) return []
  const state = stateOf(row, idleAfter)
  if (state === 'used' || state === 'fresh' || state === 'unknown') return []
  const remove = workflows.length > 0 ? null : address('connection', id)
  return [
    {
      sort: 'connection',
      account,
      app,
      connection: id,
      owner,
      state,
      people: 0,
      lastUsedAt,
      idleDays,
      idleAfter,
      remove,
      by: NONE,
    },
  ]
}
