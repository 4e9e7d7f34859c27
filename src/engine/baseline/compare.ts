import { parseAddress } from '../../model/address.js'
import { canonical } from '../../model/canonical.js'
import type { Estate } from '../../model/document.js'
import type { Cause, Change, Finding, Plan } from '../../model/generated/plan.js'
import type { Released } from '../../model/released.js'
import type { Snapshot } from '../../model/snapshot.js'
import { bringTogether, type Governed, releasedApps, releasedInAccount, type Sides } from '../../state/index.js'
import { movedBetween } from './difference.js'
import { blameThisCommit, isError } from './errors.js'
import { changedFirst, writtenLines } from './lines.js'

/** Plans an estate over the same snapshot, in some of its accounts. */
export type PlanBefore = (estate: Estate, wants: (account: Governed) => boolean) => Pick<Plan, 'changes' | 'findings'>

/** What a baseline says beside what is planned now, over one snapshot. */
export interface Comparison {
  readonly released: readonly Released[]
  /** Tells of changes which of them the commit under review brings: the baseline does not plan them (E7). */
  ours(changes: readonly Change[]): (change: Change) => boolean
  /** The change, with the statements first that the commit under review wrote. */
  changedFirst(change: Change, causes: readonly Cause[]): Change
  /** The plan, in which errors that the commit under review brings say so, and name first what it wrote. */
  errorsBlamed<P extends Pick<Plan, 'findings' | 'causes'>>(plan: P): P
}

export interface Compared {
  readonly before: Estate
  readonly now: Estate
  readonly sides: Sides
  readonly snapshot: Snapshot
  readonly day: string
  readonly inScope: (address: string) => boolean
}

/** Compares where something differs, and nowhere else: a baseline that says the same costs nothing. */
export function compareWith(compared: Compared, planBefore: PlanBefore): Comparison {
  const { before, now, snapshot, day, sides, inScope } = compared
  if (before === now) return NOTHING_OURS
  const then = bringTogether(before, snapshot, day)
  const moved = movedBetween(before, now, { before: then, now: sides })
  if (moved.nothing) return NOTHING_OURS
  const nameOf = accountNames(snapshot, sides)
  const known = new Set<string>()
  const planned = new Set<string>()
  return {
    released: released(then, sides, moved).filter(({ address }) => inScope(address)),
    changedFirst: changedFirst(before, now),
    errorsBlamed: (plan) => {
      const asked = new Set(plan.findings.filter(isError).map(accountOf))
      const wants = (account: Governed) => moved.account(account) && asked.has(account.name)
      if (asked.size === 0) return plan
      const there = new Set(planBefore(before, wants).findings.filter(isError).map(findingKey))
      const isMoved = new Set(sides.governance.accounts.filter(moved.account).map(({ name }) => name))
      const isNew = (finding: Finding) => isMoved.has(accountOf(finding)) && !there.has(findingKey(finding))
      return blameThisCommit(plan, isNew, () => writtenLines(before, now))
    },
    ours: (changes) => {
      const asked = new Set(changes.map(nameOf).filter((name) => !known.has(name)))
      const wants = (account: Governed) => moved.account(account) && asked.has(account.row?.id ?? account.name)
      if (asked.size > 0) for (const change of planBefore(before, wants).changes) planned.add(keyOf(change))
      for (const name of asked) known.add(name)
      const isMoved = new Set(sides.governance.accounts.filter(moved.account).map(({ row, name }) => row?.id ?? name))
      return (change) =>
        (isMoved.has(nameOf(change)) || (moved.registry && nameOf(change) === '')) && !planned.has(keyOf(change))
    },
  }
}

const NOTHING_OURS: Comparison = {
  released: [],
  ours: () => () => false,
  changedFirst: (change) => change,
  errorsBlamed: (plan) => plan,
}

const accountOf = ({ address }: Finding): string => parseAddress(address).parts[0] ?? ''

const findingKey = ({ code, address }: Finding): string => canonical([code, address])

/** What a change is about, by what it writes to: an address may be another after a rename (E12). */
const keyOf = ({ address, operation, target: { collection, id }, before, after }: Change): string =>
  canonical([operation, id === null ? address : `${collection}/${id}`, before, after])

/** The account in which a change is, by its id, or by its name while it is to be created; empty for the registry. */
function accountNames({ rows }: Snapshot, { governance }: Sides): (change: Change) => string {
  const ids = new Map(governance.accounts.map(({ row, name }) => [name, row?.id ?? name]))
  for (const { id, name } of rows.accounts.values()) if (!ids.has(name)) ids.set(name, id)
  return ({ address, target }) => {
    const own =
      target.collection === 'connections' && target.id !== null ? rows.connections.get(target.id)?.account : undefined
    if (own !== undefined) return own
    const [kind, name = ''] = address.split(/[/#]/)
    return kind === 'app' ? '' : (ids.get(decodeURIComponent(name)) ?? name)
  }
}

function released(then: Sides, now: Sides, moved: ReturnType<typeof movedBetween>): Released[] {
  // Where an error hides what is wanted, nobody can say that it is gone.
  if (then.isBroken || now.isBroken) return []
  const after = new Map(now.governance.accounts.map((each) => [each.row?.id, each]))
  const found = moved.registry ? releasedApps(then.apps, now.apps, now.live.apps) : []
  for (const governed of then.governance.accounts) {
    const { row } = governed
    if (row === null || (!moved.account(governed) && !moved.account(after.get(row.id) ?? governed))) continue
    if (now.governance.stopped.has(row.id) || then.isUnknown(row.id)) continue
    const still = after.get(row.id)
    found.push(...releasedInAccount(then.desired(governed), still === undefined ? null : now.desired(still)))
  }
  return found
}
