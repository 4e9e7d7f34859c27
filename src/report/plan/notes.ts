import type { Plan } from '../../model/generated/plan.js'
import { table } from '../table.js'
import { difference } from '../values.js'
import { age, count, groupBy, grouped, list, minute } from '../words.js'
import { undoing } from './undoing.js'
import { type PlanView, places } from './view.js'

/** One line below the causes: its label, and cells that align with the others of the label. */
interface Note {
  readonly label: string
  readonly cells: readonly string[]
  readonly alarm?: boolean
}

/** What stands beside the changes, the loudest first. */
export function notes(view: PlanView): string[] {
  const all = [unread, refused, stopped, warned, pending, held, released, undo, guards, power, governed]
  const sections = all.map((each) => each(view)).filter((each) => each.length > 0)
  const width = Math.max(...sections.flat().map(({ label }) => label.length), 0)
  return sections.flatMap((section) => noteLines(view, section, width))
}

function noteLines(view: PlanView, section: readonly Note[], labelWidth: number): string[] {
  const shown = section.slice(0, view.most)
  const rows = shown.map(({ label, cells, alarm }) => {
    const padded = label.padEnd(labelWidth)
    return [alarm === true ? view.paint.red(padded) : view.paint.bold(padded), ...cells]
  })
  const more = section.length - shown.length
  if (more > 0) rows.push([' '.repeat(labelWidth), `… ${grouped(more)} more (${view.more})`])
  return table(rows, { width: view.width })
}

/** An incomplete read is as loud as a failure: what may be open there stays open (E4). */
const unread = ({ plan }: PlanView): Note[] =>
  plan.reads
    .filter((read) => !read.complete)
    .map(({ collection, account, reason, rows, total }) => ({
      label: 'INCOMPLETE',
      cells: [
        `${collection}${account === null ? '' : ` of ${account}`}`,
        `${reason ?? 'not read whole'}; ${grouped(rows)} of ${total === null ? 'an unknown number of' : grouped(total)} rows seen; no change is planned there`,
      ],
      alarm: true,
    }))

const refused = ({ plan }: PlanView): Note[] =>
  plan.verdicts.map(({ rule, effect, subject, message, value, allowed, unit, at }) => ({
    label: effect === 'hold' && rule !== 'protect' ? 'left out' : LABELS[effect],
    cells: [
      `${rule.replace(/^limits\//, '')}${subject === 'plan' ? '' : ` ${subject}`}`,
      value === undefined || allowed === undefined
        ? message
        : `${amount(value, unit)} of ${amount(allowed, unit)} allowed; ${message}`,
      ...(at === undefined ? [] : [`${at.file}:${at.line}`]),
    ],
    alarm: effect === 'refuse',
  }))

const LABELS = { refuse: 'refused', hold: 'protected', warn: 'warning', pass: 'let pass', info: 'note' } as const

const amount = (value: number, unit: 'count' | 'percent' | undefined): string =>
  unit === 'percent' ? `${Math.round(value * 10) / 10} %` : grouped(value)

const stopped = (view: PlanView): Note[] =>
  findings(view, (severity) => severity === 'error', 'stopped').map((note) => ({ ...note, alarm: true }))

const warned = (view: PlanView): Note[] => [
  ...findings(view, (severity) => severity === 'warning', 'warning'),
  ...findings(view, (severity) => severity === 'info', 'note'),
]

const findings = ({ plan }: PlanView, wanted: (severity: string) => boolean, label: string): Note[] =>
  alike(
    plan.findings.filter(({ severity }) => wanted(severity)),
    label,
    ({ code, message, causes }) => withPlaces(plan, `${message} (${code})`, causes),
  )

/** What is said of several addresses in the same words, whoever the person is, is said once. */
function alike<T extends { readonly address: string }>(
  items: readonly T[],
  label: string,
  text: (item: T) => string,
): Note[] {
  const told = items.map((item) => ({ address: item.address, text: text(item) }))
  const groups = groupBy(told, (each) => each.text.replace(PERSON, '…'))
  return [...groups].map(([shape, same]) => ({
    label,
    cells: [
      list(
        same.map(({ address }) => address),
        3,
      ),
      together(shape, [...new Set(same.map((each) => each.text))]),
    ],
  }))
}

const PERSON = /(?<![^\s@,;()])[^\s@,;()]+@[^\s@,;:()]+/

/** The words that all have in common, with the people whom they name where one stood. */
function together(shape: string, texts: readonly string[]): string {
  if (texts.length === 1) return texts[0] ?? ''
  const people = [...new Set(texts.flatMap((text) => PERSON.exec(text)?.[0] ?? []))]
  return shape.replace('…', () => list(people, 3))
}

const withPlaces = (plan: Plan, text: string, causes: readonly number[]): string => {
  const where = places(plan, causes)
  return where === '' ? text : `${text}  ${where}`
}

const pending = ({ plan, now }: PlanView): Note[] =>
  alike(plan.pending, 'pending', ({ message, since, waitsFor, causes }) => {
    const old = since === null ? '' : age(since, now)
    const text = message === '' ? `waits for ${waitsFor}` : message
    return withPlaces(plan, old === '' ? text : `${text}, ${old}`, causes)
  })

const held = ({ plan }: PlanView): Note[] =>
  alike(plan.held, 'held', ({ reason, message, causes }) =>
    withPlaces(plan, `${reason.replaceAll('-', ' ')}: ${message}`, causes),
  )

/** A line that is gone takes nothing back: what it opened stays open, and that must not be quiet (E17). */
const released = ({ plan }: PlanView): Note[] =>
  alike(plan.released, 'RELEASED', ({ stays, causes }) => {
    const lives = stays === null ? '' : difference(null, stays)
    const rest = lives === '' ? 'nothing is changed' : `it stays as it is: ${lives}`
    return withPlaces(plan, `governed before and by nothing now; ${rest}`, causes)
  }).map((note) => ({ ...note, alarm: true }))

function undo(view: PlanView): Note[] {
  const found = undoing(view)
  if (found === null) return []
  const { people, whole, partly, never } = found
  const settings = whole.length + partly.length
  const parts = [
    settings === 0 ? '' : `a revert restores ${never.length === 0 ? 'every setting' : count(settings, 'setting')}`,
    people === 0 ? '' : `${count(people, 'person', 'people')} would have to connect again`,
    never.length === 0 ? '' : `${count(never.length, 'change')} cannot be taken back`,
  ].filter((part) => part !== '')
  return parts.length === 0
    ? []
    : [{ label: 'undo', cells: [parts.join(', but ').replace(/(, but .*), but /, '$1, and ')] }]
}

/** Whether a listing that came too short would be noticed: without a record nothing tells (E4). */
const guards = ({ plan: { guards: of } }: PlanView): Note[] => {
  const { state, since } = of.shrink
  const text =
    state === 'off'
      ? 'shrink guard off: there is no record to compare with'
      : `shrink guard ${state}, against what was seen at ${since === null ? '' : minute(since)}`
  return [{ label: 'guard', cells: [text], alarm: state === 'tripped' }]
}

const power = ({ plan, applying }: PlanView): Note[] =>
  plan.platform.writePower && !applying
    ? [{ label: 'token', cells: ['planned with a token that may write, for want of a readToken'] }]
    : []

/** What nobody governs is counted every time (E17); of a list that was not read whole nobody knows. */
function governed({ plan }: PlanView): Note[] {
  const { accounts, apps, connections } = plan.coverage
  const isKnown = (list: string): boolean =>
    plan.reads.every(({ collection, complete }) => collection !== list || complete)
  const of = ({ governed: ours, total }: typeof apps, list: string, one: string): string =>
    isKnown(list) ? `${grouped(ours)} of ${count(total, one)}` : `an unknown number of ${list}`
  const outside = connections.total - connections.governed
  const text = [
    of(accounts, 'accounts', 'account'),
    of(apps, 'apps', 'app'),
    isKnown('connections') ? `${count(outside, 'connection')} outside` : 'an unknown number of connections outside',
  ]
  return [{ label: 'governed', cells: [text.join(' · ')] }]
}
