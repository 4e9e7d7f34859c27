import type { World } from '../access/gates.js'
import type { Speaking } from '../access/statements.js'
import { KINDS } from '../kinds/index.js'
import type { Address } from '../model/address.js'
import type { Estate } from '../model/document.js'
import type { Resource } from '../model/resource.js'
import type { AccountRow, Snapshot } from '../model/snapshot.js'
import type { PlannedAccount } from '../plan/index.js'
import type { DoubtfulAccount } from '../report/probe.js'
import { bringTogether, dayOf, type Sides, unknowns } from '../state/index.js'
import type { RunOptions } from './options.js'
import { finish, planOver } from './plan-over.js'

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
  /** *stopped*: documents speak of it, and an error that only live state reveals keeps them from being heard. */
  readonly standing: 'governed' | 'stopped' | 'ungoverned'
  /** Null unless it is governed. */
  readonly speaking: Speaking | null
  /** After how many days without use a document has connections revoked; null where none says. */
  readonly idleDays?: number | null
}

/**
 * Shows the accounts of the platform, each with what the one plan makes of it, and those that are to be created. One
 * tree stands in memory at a time. What was not read whole is not shown, and returned with the reason.
 * @param wants accounts that are not wanted cost nothing but their planning
 * @param also shown each account that is planned, before anything else is made of it
 */
export function eachAccount(
  estate: Estate,
  snapshot: Snapshot,
  options: RunOptions,
  wants: (row: AccountRow) => boolean,
  show: (seen: SeenAccount) => void,
  also?: (seen: PlannedAccount, sides: Sides) => void,
) {
  const { rows } = snapshot
  const planned = new Set<string | null>()
  const sided = planOver(estate, snapshot, { ...options, only: [] }, (seen, sides) => {
    const { id } = seen.desired.live
    planned.add(id)
    also?.(seen, sides)
    if (id === null || wants(rows.accounts.get(id) as AccountRow)) show(bothSides(seen, sides, snapshot))
  })
  const plan = finish(sided, estate, options)
  const errors = plan.findings.filter(({ severity }) => severity === 'error')
  const isStopped = stoppedBy(new Set(errors.map(({ address }) => address)))
  const sides = bringTogether(estate, snapshot, dayOf(options.now))
  const unknown = unknowns(snapshot)
  const doubtful: DoubtfulAccount[] = []
  for (const row of rows.accounts.values()) {
    if (planned.has(row.id) || !wants(row)) continue
    const reason = unknown(row.id)
    if (reason !== null) doubtful.push({ account: row.name, reason })
    else show(liveAlone(row, sides, snapshot, isStopped(row, sides) ? 'stopped' : 'ungoverned'))
  }
  return { plan, doubtful, stopped: errors.map(({ address, message }) => ({ address, message })) }
}

/** The account that was planned: `desired.live` is as it will be by now, a copy as it lives. */
function bothSides({ desired, planned, isStopped }: PlannedAccount, sides: Sides, snapshot: Snapshot): SeenAccount {
  const speaking = { desired, wantedApps: sides.apps.apps }
  const idleDays = desired.rules.idleDays?.value ?? null
  const world = liveWorld(sides, snapshot)
  if (isUnmoved(planned, world)) {
    const both = { world, account: desired.live }
    return {
      live: both,
      declared: both,
      standing: isStopped ? 'stopped' : 'governed',
      speaking: isStopped ? null : speaking,
      idleDays,
    }
  }
  const live = { world, account: desired.copy() }
  if (isStopped) return { live, declared: live, standing: 'stopped', speaking: null }
  const declared = { world: planned.world, account: desired.live }
  return { live, declared, standing: 'governed', speaking, idleDays }
}

/** Where nothing will change, one tree is both sides: most accounts are so, and trees are what costs. */
function isUnmoved({ draft, world }: PlannedAccount['planned'], { apps }: World): boolean {
  const isSameRegistry = [...world.apps].every(([name, app]) => apps.get(name) === app)
  const isQuiet = draft.changes.length + draft.effects.length + draft.endings.length === 0
  return isQuiet && isSameRegistry && world.apps.size === apps.size && (world.holds?.rules.length ?? 0) === 0
}

function liveAlone(row: AccountRow, sides: Sides, snapshot: Snapshot, standing: 'stopped' | 'ungoverned'): SeenAccount {
  const live = { world: liveWorld(sides, snapshot), account: sides.live.account(row) }
  return { live, declared: live, standing, speaking: null }
}

const liveWorld = ({ live }: Sides, { platform }: Snapshot): World => ({
  apps: live.apps,
  levels: platform.capabilities.levels,
})

/** Documents speak of an account and nothing was planned in it, or nobody can say which account they mean. */
const stoppedBy =
  (addresses: ReadonlySet<Address>) =>
  ({ id, name }: AccountRow, { governedIds }: Sides): boolean =>
    governedIds.has(id) || addresses.has(KINDS.account.address('', name))
