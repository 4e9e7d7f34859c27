import type { Change } from '../../model/generated/plan.js'
import { groupBy } from '../words.js'
import type { PlanView } from './view.js'

/** All that one statement of the estate causes, told together; or all that one hand has changed. */
export interface Block {
  /** Index of the statement; null where no statement speaks. */
  readonly cause: number | null
  /** Somebody wrote over the declared state, and no commit explains it. */
  readonly drift: boolean
  /** Indexes of the changes, in the plan's order. */
  readonly changes: readonly number[]
}

/** The causes of a plan: what ends connections first, then what touches most; drift after all that was committed. */
export function blocks(view: PlanView): Block[] {
  const { changes } = view.plan
  const isHeld = view.plan.baseline !== undefined
  const groups = groupBy(changes.keys(), (at) => blockKey(changes[at] as Change, isHeld))
  return [...groups.values()]
    .map((members) => block(changes[members[0] as number] as Change, members))
    .sort(order(view))
}

const isDrift = (change: Change): boolean => change.origin === 'drift' || change.attribution !== undefined

/** Beside a baseline one line may cause what this commit brings and what it does not. */
const blockKey = (change: Change, isHeldAgainst: boolean): string =>
  change.attribution !== undefined
    ? `hand ${change.attribution.principal} ${change.attribution.via}`
    : `line ${change.causes[0] ?? ''} ${isHeldAgainst ? change.origin : ''}`

const block = (first: Change, changes: readonly number[]): Block => ({
  cause: first.attribution === undefined ? (first.causes[0] ?? null) : null,
  drift: isDrift(first),
  changes,
})

const order =
  (view: PlanView) =>
  (one: Block, other: Block): number =>
    Number(one.drift) - Number(other.drift) ||
    ends(view, other) - ends(view, one) ||
    Number(closes(view, other)) - Number(closes(view, one)) ||
    (one.changes[0] ?? 0) - (other.changes[0] ?? 0)

const ends = (view: PlanView, { changes }: Block): number =>
  changes.reduce((sum, at) => sum + (view.connectionsOf.get(at)?.length ?? 0), 0)

const closes = (view: PlanView, { changes }: Block): boolean =>
  changes.some((at) => view.plan.changes[at]?.direction === 'closes')
