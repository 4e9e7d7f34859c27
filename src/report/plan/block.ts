import type { Attribution, Change, Origin } from '../../model/generated/plan.js'
import { table } from '../table.js'
import { grouped } from '../words.js'
import type { Block } from './blocks.js'
import { connectionRows, workflowLines } from './connections.js'
import { changeRows, effectRows, type Row } from './shapes.js'
import { type PlanView, place } from './view.js'

/** One cause: its line, what Writ then writes, whom that touches, and what the platform does by itself. */
export function blockText(view: PlanView, block: Block, number: number, people: readonly string[]): string[] {
  const indent = '   '
  return [
    ...table([[`${number}`.padEnd(2), headline(view, block)]], { width: view.width, gap: 1 }),
    ...rowsText(view, [...changeRows(view, block.changes), ...connectionRows(view, block.changes, 'revoked')], indent),
    ...ownEffects(view, block),
    ...table(
      [...people].map((line) => ['', line]),
      { width: view.width, indent, gap: 0 },
    ),
    ...warnings(view, block, indent),
  ]
}

function headline(view: PlanView, block: Block): string {
  const first = view.plan.changes[block.changes[0] as number] as Change
  if (first.attribution !== undefined) return view.paint.bold(hand(first.attribution))
  const cause = block.cause === null ? undefined : view.plan.causes[block.cause]
  const why = ORIGINS[first.origin]
  const rest = [cause?.statement, why].filter((part) => part !== undefined).join(', ')
  return cause === undefined
    ? (why ?? first.reason ?? 'stated nowhere')
    : `${view.paint.bold(place(view.plan, block.cause ?? undefined))}  ${rest}`
}

const hand = ({ principal, via }: Attribution): string => `${principal}, ${via.replaceAll('-', ' ')}`

const ORIGINS: Partial<Record<Origin, string>> = {
  expiry: 'a date has passed',
  membership: 'the set matches others now',
  catalogue: 'the catalogue has grown',
  rule: 'a rule on connections',
}

function ownEffects(view: PlanView, block: Block): string[] {
  const rows = [...effectRows(view, block.changes), ...connectionRows(view, block.changes, 'ended')]
  if (rows.length === 0) return []
  return [`     ${view.paint.dim('the platform will then by itself')}`, ...rowsText(view, rows, '     ')]
}

/** The first rows, and how many more there are. */
function rowsText(view: PlanView, rows: readonly Row[], indent: string): string[] {
  const shown = rows.slice(0, view.most)
  const layout = { width: view.width, indent }
  const lines = alignedRows(shown, layout, view)
  if (rows.length === shown.length) return lines
  return [...lines, ...table([[`… ${grouped(rows.length - shown.length)} more (${view.more})`]], layout)]
}

/** The rows as one table, so that they align, with the names of alike things under theirs. */
function alignedRows(rows: readonly Row[], layout: { width: number; indent: string }, view: PlanView): string[] {
  const together = table(
    rows.map((row) => row.cells),
    layout,
  )
  if (rows.every((row) => row.below === undefined)) return together
  return rows.flatMap((row) => [
    ...table([row.cells], layout),
    ...(row.below === undefined
      ? []
      : table([[row.below]], { ...layout, indent: `${layout.indent}  ` }).map(view.paint.dim)),
  ])
}

const warnings = (view: PlanView, block: Block, indent: string): string[] =>
  workflowLines(view, block.changes).flatMap((line) =>
    table([[view.paint.yellow('!'), line]], { width: view.width, indent, gap: 1 }),
  )
