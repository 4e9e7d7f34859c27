import type { Plan } from '../../model/generated/plan.js'
import { view } from '../plan/view.js'
import { access, beforeAfter } from './access.js'
import { besidesChanges, held, notes, pending, released, undo } from './beside.js'
import { COMMENT_LIMIT, type Section, within } from './budget.js'
import { binding, bottom, calm, isCalm, top } from './frame.js'
import { origins } from './origins.js'
import { hidePeople, type People } from './people.js'
import { letPass, refusals, stopped, unread } from './refusals.js'

export interface MarkdownOptions {
  /** How people are shown; only counted where nobody says otherwise. */
  readonly people?: People
  /** The command that tells the whole plan. */
  readonly more?: string
  /** Characters at most; what a comment on a pull request may have where absent. */
  readonly limit?: number
}

/**
 * A plan for a pull request (E14): a marker to find the comment by, worry or not in one line, what refuses it, whom it
 * touches, then origin by origin and cause by cause, then what is released, held and not to be undone. Never longer than
 * a comment may be; what does not fit is counted. Text from the estate and the platform stands in code spans, so that
 * nothing in it acts.
 */
export function planMarkdown(given: Plan, options: MarkdownOptions = {}): string {
  const { people = 'counts', more = 'writ show PLAN-FILE', limit = COMMENT_LIMIT } = options
  const { plan, told } = hidePeople(given, people)
  const seen = view(plan, { width: 10_000, colour: false, more })
  if (isCalm(seen.plan)) return told(calm(seen))
  const sections = [
    ...[top(seen), unread(seen), refusals(seen), stopped(seen)],
    ...[access(seen, people), beforeAfter(seen, people)],
    ...origins(seen),
    ...[besidesChanges(seen), released(seen), held(seen), pending(seen), undo(seen), letPass(seen), notes(seen)],
    ...[binding(seen), bottom(seen)],
  ]
  return `${within(
    sections.map((section) => toldSection(section, told)),
    limit - 1,
  )}\n`
}

/** What stands for people is put into words before anything is measured. */
function toldSection(section: Section, told: (line: string) => string): Section {
  const all = (lines: readonly string[]) => lines.map(told)
  return {
    ...section,
    head: all(section.head),
    blocks: (section.blocks ?? []).map((block) => ({
      ...block,
      ...(block.title === undefined ? {} : { title: told(block.title) }),
      lines: all(block.lines),
      ...(block.fold === undefined ? {} : { fold: { ...block.fold, lines: all(block.fold.lines) } }),
    })),
  }
}
