import type { World } from '../access/gates.js'
import type { Speaking } from '../access/statements.js'
import type { Estate } from '../model/document.js'
import type { Resource } from '../model/resource.js'
import type { AccountRow, Snapshot } from '../model/snapshot.js'
import type { PlannedAccount } from '../plan/index.js'
import type { DoubtfulAccount } from '../report/probe.js'
import { bringTogether, dayOf, unknowns } from '../state/index.js'
import type { RunOptions } from './options.js'
import { planOver } from './plan-over.js'

/** State by which the gates can be judged. */
export interface Side {
  readonly world: World
  readonly account: Resource<'account'>
}

/** One account that was read whole: as it lives, and as documents make it. */
export interface SeenAccount {
  readonly live: Side
  /** Live itself where no document speaks, or where an error stops the account. */
  readonly declared: Side
  /** Null where no document governs the account. */
  readonly governed: PlannedAccount | null
  readonly speaking: Speaking | null
}

/**
 * Shows the accounts of the platform, each with what the one plan makes of it, and those that are to be created. One
 * tree stands in memory at a time. What was not read whole is not shown, and returned with the reason.
 * @param wants accounts that are not wanted cost nothing but their planning
 */
export function eachAccount(
  estate: Estate,
  snapshot: Snapshot,
  options: RunOptions,
  wants: (row: AccountRow) => boolean,
  show: (seen: SeenAccount) => void,
) {
  const { rows, platform } = snapshot
  const { levels } = platform.capabilities
  const isWanted = (id: string | null) => id === null || wants(rows.accounts.get(id) as AccountRow)
  const governedIds = new Set<string | null>()
  const planned = planOver(
    estate,
    snapshot,
    { ...options, only: [] },
    (governed, { apps, live: { apps: liveApps } }) => {
      const { desired, isStopped } = governed
      governedIds.add(desired.live.id)
      if (!isWanted(desired.live.id)) return
      const live = { world: { apps: liveApps, levels }, account: desired.copy() }
      const declared = isStopped ? live : { world: governed.planned.world, account: desired.live }
      show({ live, declared, governed, speaking: isStopped ? null : { desired, wantedApps: apps.apps } })
    },
  )
  const { live } = bringTogether(estate, snapshot, dayOf(options.now))
  const unknown = unknowns(snapshot)
  const doubtful: DoubtfulAccount[] = []
  for (const row of rows.accounts.values()) {
    if (governedIds.has(row.id) || !wants(row)) continue
    const why = unknown(row.id)
    const side = { world: { apps: live.apps, levels }, account: live.account(row) }
    if (why !== null) doubtful.push({ account: row.name, reason: why })
    else show({ live: side, declared: side, governed: null, speaking: null })
  }
  const stopped = planned.plan.findings
    .filter(({ severity }) => severity === 'error')
    .map(({ address, message }) => ({ address, message }))
  return { planned, doubtful, stopped }
}
