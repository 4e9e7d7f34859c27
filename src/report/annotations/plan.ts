import type { Cause, Plan } from '../../model/generated/plan.js'
import { hidePeople, type People } from '../markdown/people.js'
import { type Block, blocks } from '../plan/blocks.js'
import { accessesOf } from '../plan/people.js'
import { type PlanView, view } from '../plan/view.js'
import { groupBy, list } from '../words.js'
import type { AnnotatedPlace, Annotation, Level } from './annotation.js'
import { type Brought, deed } from './deed.js'
import type { Locate } from './diagnostics.js'

export interface PlanAnnotationOptions {
  /** How people are shown; only counted where nobody says otherwise. */
  readonly people?: People
  readonly locate: Locate
  /** How many lines a file of the estate has now; null where there is none. Absent: nobody can look. */
  readonly linesOf?: (file: string) => number | null
}

/** Where the parts of a plan stand in the repository. */
interface Placed {
  readonly seen: PlanView
  readonly all: readonly Block[]
  /** The line of a statement; null where the plan names none. */
  readonly place: (cause: number | null | undefined) => AnnotatedPlace | null
  readonly locate: Locate
}

/**
 * What a plan says, each on the line that causes it: what the line brings about, what refuses it, what it has released, and
 * what is the matter with what it speaks of (E7).
 */
export function planAnnotations(given: Plan, options: PlanAnnotationOptions): Annotation[] {
  const { people = 'counts', locate } = options
  const { plan, told } = hidePeople(given, people)
  const seen = view(plan, { width: 10_000, colour: false })
  const place = (cause: number | null | undefined): AnnotatedPlace | null => {
    const found = cause === null || cause === undefined ? undefined : given.causes[cause]
    return found === undefined ? null : placeNow(given, found, options)
  }
  const placed: Placed = { seen, all: blocks(seen).flatMap((block) => byLine(seen, block)), place, locate }
  const all = [...caused(placed, people), ...judged(placed), ...found(placed), ...released(placed)]
  return all.map((annotation) => ({ ...annotation, message: told(annotation.message) }))
}

/** Of a line that only the baseline has, the nearest that the file has now; none where the file is gone. */
function placeNow(plan: Plan, cause: Cause, { locate, linesOf }: PlanAnnotationOptions): AnnotatedPlace | null {
  const file = ownPath(plan, cause)
  if (file === cause.file) return { file: locate(file), line: cause.line, column: cause.column }
  const lines = linesOf?.(file) ?? null
  return lines === null ? null : { file: locate(file), line: Math.max(1, Math.min(cause.line, lines)) }
}

/** The path of a line in its own commit: one of the baseline's is written behind its name, as in `main:sets/basic.yaml`. */
function ownPath({ baseline }: Plan, { file }: Cause): string {
  const prefix = `${baseline?.ref}:`
  return baseline !== undefined && file.startsWith(prefix) ? file.slice(prefix.length) : file
}

/** One hand may have written over many lines: each is told on its own. */
const byLine = ({ plan }: PlanView, block: Block): Block[] =>
  block.cause !== null
    ? [block]
    : [...groupBy(block.changes, (at) => plan.changes[at]?.causes[0] ?? null)].map(([cause, changes]) => ({
        ...{ cause, changes, drift: block.drift },
      }))

function caused({ seen, all, place }: Placed, people: People): Annotation[] {
  const { losing, gaining } = accessesOf(seen, all)
  return all.map((block, at) => {
    const brought: Brought = { block, losing: losing.get(at) ?? [], gaining: gaining.get(at) ?? [] }
    const first = seen.plan.changes[block.changes[0] ?? 0]
    const statement = seen.plan.causes[block.cause ?? -1]?.statement ?? ''
    const identity = [nameless(statement), block.drift ? 'drift' : (first?.origin ?? '')]
    return { ...deed(seen, brought, people), at: place(block.cause), identity }
  })
}

const EFFECTS: Readonly<Record<Plan['verdicts'][number]['effect'], Level>> = {
  refuse: 'error',
  hold: 'warning',
  warn: 'warning',
  pass: 'note',
  info: 'note',
}
const TITLES = { refuse: 'refused', hold: 'protected', warn: 'warning', pass: 'let pass', info: 'note' } as const

/** Verdicts stand where what they judge is caused; those on the whole plan where its gravest cause is. */
function judged({ seen, all, place, locate }: Placed): Annotation[] {
  const { changes, verdicts } = seen.plan
  const gravest = all.find((block) => place(block.cause) !== null)?.cause
  return verdicts.map(({ rule, effect, subject, message, value, allowed, unit, at }) => {
    const sign = unit === 'percent' ? ' %' : ''
    const amount = value === undefined || allowed === undefined ? '' : `${value}${sign} of ${allowed}${sign} allowed; `
    const about = subject === 'plan' ? '' : ` ${subject}`
    const own = changes.find(({ address }) => address === subject || address.startsWith(`${subject}#`))?.causes[0]
    return {
      ...{ rule, level: EFFECTS[effect], title: TITLES[effect] },
      message: `${TITLES[effect]} by ${rule}${about}: ${amount}${message}`,
      at: place(own ?? gravest),
      ...(at === undefined
        ? {}
        : { related: [{ message: `the policy ${rule}`, at: { ...at, file: locate(at.file) } }] }),
      identity: [nameless(subject), effect],
    }
  })
}

const SEVERITIES = { error: 'error', warning: 'warning', info: 'note' } as const

/** What is said of several things in words that differ only in the person, and by the same lines, is said once. */
function found({ seen, place }: Placed): Annotation[] {
  const alike = groupBy(seen.plan.findings, ({ code, message, causes, new: isNew }) =>
    JSON.stringify([code, nameless(message), isNew ? causes[0] : causes]),
  )
  return [...alike.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const { code, severity, message, causes, waived } = first
    const accepted = waived === undefined ? '' : ` (accepted by waiver ${waived.waiver} until ${waived.until})`
    const level: Level = waived === undefined ? SEVERITIES[severity] : 'note'
    const addresses = same.map(({ address }) => address)
    const said = same.length === 1 ? message : nameless(message, '…')
    const text = `${list(addresses)}: ${said}${accepted}`
    const identity = [nameless(addresses[0] ?? ''), nameless(message)]
    return [{ rule: code, level, title: code, message: text, at: place(causes[0]), identity, weight: same.length }]
  })
}

/**
 * A line that is gone takes nothing back: what it opened stays open (E17). Each line of the baseline is told once, whatever
 * it spoke of, by the path that the repository has.
 */
function released({ seen, place }: Placed): Annotation[] {
  const alike = groupBy(seen.plan.released, ({ stays, causes }) => JSON.stringify([stays === null, causes]))
  return [...alike.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const cause = seen.plan.causes[first.causes[0] ?? -1]
    const spoke =
      cause === undefined
        ? 'of which the baseline spoke'
        : `of which ${ownPath(seen.plan, cause)}:${cause.line} at ${seen.plan.baseline?.ref ?? 'the baseline'} spoke`
    const rest = first.stays === null ? 'nothing of it is left' : 'it stays as it is, governed by nothing'
    const what = list(same.map(({ address }) => address))
    return [
      {
        ...{ rule: 'plan/released', level: 'warning' as const, title: 'releases what was governed' },
        message: `releases ${what}, ${spoke}: ${rest}`,
        at: place(first.causes[0]),
        identity: [nameless(cause?.statement ?? first.address), nameless(first.address)],
        weight: same.length,
        takesNothing: true,
      },
    ]
  })
}

/** A pseudonym is another one in the next plan, and a fingerprint must not tell by trial who somebody is. */
const nameless = (text: string, instead = '*'): string =>
  text.replace(/person-\d+|⦃\d+⦄|(?<![^\s/#])[^\s/#]+@[^\s/#]+/g, instead)
