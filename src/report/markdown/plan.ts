import type { Plan } from '../../model/generated/plan.js'
import { type Block, blocks } from '../plan/blocks.js'
import { connectionRows, workflowLines } from '../plan/connections.js'
import { notes } from '../plan/notes.js'
import { changeRows, effectRows, type Row } from '../plan/shapes.js'
import { verdictLine } from '../plan/verdict.js'
import { isWritten, type PlanView, place, view } from '../plan/view.js'
import { count, shortDigest } from '../words.js'
import { COMMENT_LIMIT, type Section, within } from './budget.js'
import { brief, code } from './inline.js'
import { accessLines, hidePeople, type People } from './people.js'
import { risks } from './risks.js'

export interface MarkdownOptions {
  /** How people are shown; only counted where nobody says otherwise. */
  readonly people?: People
  /** Where the whole plan is to be found. */
  readonly more?: string
  /** Characters at most; what a comment on a pull request may have where absent. */
  readonly limit?: number
}

/**
 * A plan for a pull request: worry or not in its first line, then whom it touches, cause by cause, then what is held,
 * released and outside. Never longer than a comment may be; what does not fit is counted. Text from the estate and the
 * platform stands in code spans, so that nothing in it acts.
 */
export function planMarkdown(given: Plan, options: MarkdownOptions = {}): string {
  const { people = 'counts', more = 'writ show PLAN-FILE', limit = COMMENT_LIMIT } = options
  const seen = view(hidePeople(given, people), { width: 10_000, colour: false, more, most: 50 })
  const all = blocks(seen)
  return `${within([top(seen), access(seen, people), ...origins(seen, all), beside(seen), bottom(seen)], limit - 1)}\n`
}

const section = (head: string[], lines: string[], more: string, foot: string[] = []): Section => ({
  ...{ head, lines, foot },
  rest: (left) => `- … ${count(left, 'more line')}: ${code(more)} tells all`,
})

function top(seen: PlanView): Section {
  const { environment, tenant } = seen.plan.platform
  const labels = risks(seen.plan)
    .map((label) => `**${label}**`)
    .join(' · ')
  const where = `Writ: ${code([environment, tenant].filter((each) => each !== null).join(' · '))}`
  return section([`### ${where}`, '', verdictLine(seen), ...(labels === '' ? [] : ['', labels])], [], seen.more)
}

function access(seen: PlanView, people: People): Section {
  const lines = accessLines(seen.plan, people).map((line) => `- ${code(brief(line))}`)
  return section(lines.length === 0 ? [] : ['#### Who loses and gains'], lines, seen.more)
}

const HEADINGS: readonly [title: string, of: (origin: string, drift: boolean) => boolean][] = [
  ['This change', (origin, drift) => !drift && (origin === 'change' || origin === 'difference' || origin === 'rule')],
  ['Drifted, not from this change', (_, drift) => drift],
  ['Not from this change: dates, membership, catalogue', () => true],
]

/** What this change brings apart from what was there before it, each cause once. */
function origins(seen: PlanView, all: readonly Block[]): Section[] {
  const left = new Set(all)
  return HEADINGS.map(([title, isMeant]) => {
    const mine = [...left].filter((block) => isMeant(originOf(seen, block), block.drift))
    for (const block of mine) left.delete(block)
    const lines = mine.flatMap((block) => blockLines(seen, block))
    return lines.length === 0 ? section([], [], '') : section([`#### ${title}`], lines, seen.more)
  })
}

const originOf = ({ plan }: PlanView, { changes }: Block): string => plan.changes[changes[0] ?? 0]?.origin ?? ''

/** The cause in the open, what follows from it folded away where it is much. */
function blockLines(seen: PlanView, block: Block): string[] {
  const cause = block.cause === null ? undefined : seen.plan.causes[block.cause]
  const by = seen.plan.changes[block.changes[0] ?? 0]?.attribution
  const title =
    cause === undefined
      ? code(brief(by === undefined ? 'stated nowhere' : `${by.principal}, ${by.via}`))
      : `${code(place(seen.plan, block.cause ?? undefined))} ${code(brief(cause.statement))}`
  const rows = [
    ...changeRows(seen, block.changes),
    ...connectionRows(seen, block.changes, 'revoked'),
    ...effectRows(seen, block.changes).map((row) => byPlatform(row)),
    ...connectionRows(seen, block.changes, 'ended').map((row) => byPlatform(row)),
  ].map(rowLine)
  const hit = workflowLines(seen, block.changes).map((line) => `  - ⚠ ${code(brief(line))}`)
  return [`- ${title}`, ...hit, ...folded(rows)]
}

const byPlatform = ({ cells: [subject, text], below }: Row): Row => ({
  cells: [subject, `${text}${text === '' ? '' : '; '}by the platform itself`],
  ...(below === undefined ? {} : { below }),
})

const rowLine = ({ cells: [subject, text], below }: Row): string =>
  `  - ${[subject, text, below ?? '']
    .filter((part) => part !== '')
    .map((part) => code(brief(part)))
    .join(' ')}`

/** A fold is one line, so that it is shown whole or counted whole. */
const folded = (rows: readonly string[]): string[] =>
  rows.length <= 8
    ? [...rows]
    : [
        ...rows.slice(0, 6),
        `  - <details><summary>${count(rows.length - 6, 'more row')}</summary>\n\n${rows.slice(6).join('\n')}\n\n    </details>`,
      ]

function beside(seen: PlanView): Section {
  const lines = notes(seen).map((line) => `- ${code(brief(line.replace(/ {2,}/g, '  ').trim(), 600))}`)
  return section(lines.length === 0 ? [] : ['#### Besides'], lines, seen.more)
}

function bottom({ plan, more }: PlanView): Section {
  const { plan: digest, outcome } = plan.digests
  const changes = count(plan.changes.filter(isWritten).length, 'change')
  const digests = `plan ${code(shortDigest(digest))} · outcome ${code(shortDigest(outcome))}`
  return section([`<sub>${changes} · ${digests} · revision ${plan.platform.revision} · ${code(more)}</sub>`], [], more)
}
