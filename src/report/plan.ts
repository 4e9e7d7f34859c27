import type { Plan } from '../model/generated/plan.js'
import { blockText } from './plan/block.js'
import { type Block, blocks } from './plan/blocks.js'
import { footer, header } from './plan/header.js'
import { notes } from './plan/notes.js'
import { overrideDocuments } from './plan/overrides.js'
import { people } from './plan/people.js'
import { verdictLine } from './plan/verdict.js'
import { type PlanTextOptions, type PlanView, view } from './plan/view.js'
import { table } from './table.js'
import { wrap } from './width.js'
import { count } from './words.js'

export type { PlanTextOptions } from './plan/view.js'

/**
 * A plan as people read it: in one line whether to worry, then why, cause by cause (E7), then what waits, what is held
 * and what is not governed. The same cause is told once, however many accounts it moves. Ends without a line break.
 * @example renderPlan(plan, { width: process.stdout.columns ?? 80, colour: false })
 */
export function renderPlan(plan: Plan, options: PlanTextOptions): string {
  const seen = view(plan, options)
  const sections = [
    header(seen),
    wrap(verdictLine(seen), seen.width),
    ...causes(seen),
    notes(seen),
    overrideDocuments(seen),
    footer(seen, options),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function causes(seen: PlanView): string[][] {
  const all = blocks(seen)
  const shown = all.slice(0, seen.most)
  const who = people(seen, all)
  const texts = shown.map((block, at) => [
    ...driftHeading(seen, block, shown[at - 1]),
    ...blockText(seen, block, at + 1, who.of[at] ?? []),
  ])
  return [...texts, otherwise(seen, who.otherwise), rest(seen, all.slice(seen.most))]
}

const driftHeading = ({ paint }: PlanView, block: Block, before: Block | undefined): string[] =>
  block.drift && before?.drift !== true ? [paint.bold('drifted, not from this commit')] : []

const otherwise = ({ width }: PlanView, lines: readonly string[]): string[] =>
  table(
    lines.map((line) => ['besides', line]),
    { width },
  )

function rest({ width, more }: PlanView, hidden: readonly Block[]): string[] {
  if (hidden.length === 0) return []
  const changes = hidden.reduce((sum, block) => sum + block.changes.length, 0)
  return table(
    [[`… ${count(hidden.length, 'more cause', 'more causes')} with ${count(changes, 'change')} (${more})`]],
    { width },
  )
}
