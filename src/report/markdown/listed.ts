import type { PlanView } from '../plan/view.js'
import { count, grouped } from '../words.js'
import type { Block, Lines, Section } from './budget.js'
import { code } from './inline.js'

/** What stands in place of lines that are left out: how many, and where they are told. */
export const restOf =
  ({ more }: Pick<PlanView, 'more'>) =>
  (left: number): string =>
    `- … ${count(left, 'more line')}: ${code(more)} tells all`

/** So many lines of a list stand in the open, and so many in its fold. */
const [OPEN, FOLDED] = [6, 100]

/** A list under its head: the first lines in the open, the others folded away, what is beyond those counted. */
export function listed(view: PlanView, head: readonly string[], lines: readonly string[], open = OPEN): Section {
  return lines.length === 0 ? NOTHING : { head, blocks: [listBlock(view, lines, open)] }
}

/** A section that is not there. */
export const NOTHING: Section = { head: [] }

export function listBlock(view: PlanView, lines: readonly string[], open = OPEN): Block {
  const rest = restOf(view)
  // a fold of a line or two would hide less than it takes
  if (lines.length <= open + 2) return { lines, rest }
  const folded = lines.slice(open)
  return {
    lines: lines.slice(0, open),
    rest,
    fold: { summary: `${grouped(folded.length)} more`, ...bounded(folded), rest },
  }
}

const bounded = (lines: readonly string[]): Pick<Lines, 'lines' | 'beyond'> => ({
  lines: lines.slice(0, FOLDED),
  beyond: Math.max(0, lines.length - FOLDED),
})
