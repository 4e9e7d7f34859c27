import type { Change, Held, Origin } from '../../model/generated/plan.js'
import type { Block } from '../plan/blocks.js'
import { workflowLines } from '../plan/connections.js'
import type { PlanView } from '../plan/view.js'
import { place } from '../plan/view.js'
import { count, groupBy, grouped, list } from '../words.js'
import type { Block as Part } from './budget.js'
import { said } from './inline.js'
import { restOf } from './listed.js'
import { type Rows, rowsOf } from './rows.js'

/** All that one line of the estate, or one hand, brings about for one reason. */
export interface Told extends Block {
  readonly origin: Origin
}

/** The causes of a plan: of each origin, what ends connections first, then what touches most. */
export function toldCauses(view: PlanView): Told[] {
  const { changes } = view.plan
  return [...groupBy(changes.keys(), (at) => keyOf(view, changes[at] as Change)).values()]
    .map((members) => told(changes[members[0] as number] as Change, members))
    .sort(order(view))
}

/** Who wrote over the declared value by hand made it drift, baseline or not. */
const originOf = ({ origin, attribution }: Change): Origin => (attribution === undefined ? origin : 'drift')

function keyOf(view: PlanView, change: Change): string {
  const { attribution, causes } = change
  const by = attribution === undefined ? `line ${place(view.plan, causes[0])}` : `hand ${handOf(attribution)}`
  return `${originOf(change)} ${by}`
}

const handOf = ({ principal, via }: NonNullable<Change['attribution']>): string =>
  `${principal}, ${via.replaceAll('-', ' ')}`

const told = (first: Change, changes: readonly number[]): Told => ({
  cause: first.attribution === undefined ? (first.causes[0] ?? null) : null,
  origin: originOf(first),
  drift: originOf(first) === 'drift',
  changes,
})

const order =
  (view: PlanView) =>
  (one: Told, other: Told): number =>
    ends(view, other) - ends(view, one) ||
    other.changes.length - one.changes.length ||
    (one.changes[0] ?? 0) - (other.changes[0] ?? 0)

const ends = (view: PlanView, { changes }: Told): number =>
  changes.reduce((sum, at) => sum + (view.connectionsOf.get(at)?.length ?? 0), 0)

/** So many rows of a cause stand in the open, and so many in its fold; the rest is counted. */
const [OPEN, FOLDED] = [6, 60]

/** So many rows that differ from a crowd are no reason to fold them away. */
const FEW = 3

/** One cause: its line, what is written, what is hit and whom it touches; the rows that differ, or are many, folded. */
export function causePart(
  view: PlanView,
  each: Told,
  who: readonly string[],
  held: ReturnType<typeof heldByPlace>,
): Part {
  const rows = rowsOf(view, each.changes)
  const { lines, differing } = rows
  const hit = workflowLines(view, each.changes).map((line) => `- ⚠ ${said(line)}`)
  const isFew = differing.length <= FEW
  const few = isFew ? differing.map((line) => line.replace(/^- /, '- differs: ')) : []
  const folded = [...(isFew ? [] : differing), ...lines.slice(OPEN)]
  const besides = [...few, ...hit, ...who.map((line) => `- ${said(line)}`), ...heldLine(view, each, held)]
  const fold = folded.length === 0 ? {} : { fold: foldOf(view, folded, summaryOf(rows, folded.length)) }
  return { title: titleOf(view, each), lines: [...lines.slice(0, OPEN), ...besides], rest: restOf(view), ...fold }
}

const summaryOf = ({ alike, others, differing }: Rows, folded: number): string =>
  differing.length === folded
    ? `${grouped(others)} that differ from these ${grouped(alike)}`
    : count(folded, 'more row')

const foldOf = (view: PlanView, lines: readonly string[], summary: string) => ({
  summary,
  lines: lines.slice(0, FOLDED),
  beyond: Math.max(0, lines.length - FOLDED),
  rest: restOf(view),
})

function titleOf({ plan }: PlanView, { cause, changes }: Told): string {
  const first = plan.changes[changes[0] as number] as Change
  if (first.attribution !== undefined) return `**${said(handOf(first.attribution))}**`
  const statement = cause === null ? undefined : plan.causes[cause]
  if (statement === undefined) return `**${said(first.reason ?? 'stated nowhere')}**`
  // which of a list's items was named first tells nothing
  const name = statement.statement.includes('#') ? withoutIndexes(statement.statement) : statement.statement
  return `**${said(place(plan, cause ?? undefined))}** ${said(name)}`
}

/** What is held back, by the lines that ask for it. */
export function heldByPlace({ plan }: PlanView): ReadonlyMap<string, readonly Held[]> {
  const found = new Map<string, Held[]>()
  for (const each of plan.held)
    for (const at of new Set(each.causes.map((cause) => place(plan, cause)))) {
      const same = found.get(at)
      if (same === undefined) found.set(at, [each])
      else same.push(each)
    }
  return found
}

/** What this line asks for as well, and Writ will not do now. */
function heldLine({ plan }: PlanView, { cause }: Told, held: ReturnType<typeof heldByPlace>): string[] {
  const mine = cause === null ? [] : (held.get(place(plan, cause)) ?? [])
  if (mine.length === 0) return []
  const reasons = [...new Set(mine.map(({ reason }) => reason.replaceAll('-', ' ')))]
  return [`- ${count(mine.length, 'thing')} more held back: ${said(list(reasons, 4))}`]
}

/** `#categories.0` as `#categories`. */
function withoutIndexes(statement: string): string {
  const shorter = statement.replace(/\.\d+$/, '')
  return shorter === statement ? statement : withoutIndexes(shorter)
}
