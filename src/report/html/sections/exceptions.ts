import type { Audit } from '../../../model/audit.js'
import type { ExceptionRow } from '../../../model/audit-detail.js'
import { count } from '../../words.js'
import { html, type Markup } from '../markup.js'
import { breaking, places, plainTable } from './table.js'
import { timeline } from './timeline.js'

/** Everything that holds otherwise than the rest, with its end; then what waits, and what is not done. */
export const exceptions = (audit: Audit): Markup =>
  html`<section class="card" aria-labelledby="exceptions"><h2 id="exceptions">Exceptions</h2>
<p class="hint">A <em>waiver</em> accepts one finding until a day. A <em>hold</em> keeps something closed in an incident. An <em>override</em> passes one limit for one plan. A <em>dated</em> entry is in force between two days.</p>
${
  audit.exceptions.length === 0
    ? html`<p class="empty">There are none: everything holds without an end and without anybody's leave.</p>`
    : html`${timeline(audit.exceptions, audit.date)}${plainTable(count(audit.exceptions.length, 'exception'), COLUMNS, byEnd(audit.exceptions))}`
}</section>
${waiting(audit)}`

const byEnd = (all: readonly ExceptionRow[]): ExceptionRow[] =>
  [...all].sort((a, b) => (a.daysLeft ?? 1e9) - (b.daysLeft ?? 1e9))

const COLUMNS = [
  { title: 'what', of: ({ kind, name }: ExceptionRow) => html`<span class="kind">${kind}</span> ${breaking(name)}` },
  { title: 'ends', of: ends },
  {
    title: 'covers',
    of: ({ covers }: ExceptionRow) =>
      Object.entries(covers)
        .map(([key, value]) => `${key} ${value}`)
        .join(', '),
  },
  { title: 'reason', of: ({ reason }: ExceptionRow) => reason, isLong: true },
  { title: 'owner', of: ({ owner }: ExceptionRow) => owner },
  { title: 'approved by', of: ({ approver }: ExceptionRow) => approver },
  { title: 'ticket', of: ({ ticket }: ExceptionRow) => ticket },
  { title: 'line', of: ({ at }: ExceptionRow) => places([at]) },
]

function ends({ from, until, daysLeft, state }: ExceptionRow): Markup {
  const start = state === 'coming' && from !== null && html` <span class="left">from ${from}</span>`
  if (until === null) return html`<span class="left">no last day</span>${start}`
  const left = daysLeft ?? 0
  const words = state === 'expired' || left < 0 ? 'over' : left === 0 ? 'last day today' : `${count(left, 'day')} left`
  const tone = state === 'expired' || left < 0 ? 'over' : left <= 30 ? 'near' : 'far'
  return html`<time datetime="${until}">${until}</time> <span class="left ${tone}">${words}</span>${start}`
}

type Pending = Audit['pending'][number]
type Held = Audit['held'][number]

function waiting({ pending, held }: Audit): Markup {
  return html`<section class="card" aria-labelledby="waiting"><h2 id="waiting">Waiting and held back</h2>
${pending.length + held.length === 0 && html`<p class="empty">Nothing waits for anybody, and nothing is held back.</p>`}
${pending.length > 0 && plainTable(`${count(pending.length, 'thing')} that wait for somebody`, PENDING, pending)}
${held.length > 0 && plainTable(`${count(held.length, 'thing')} that documents ask for and that are held back`, HELD, held)}</section>`
}

const PENDING = [
  { title: 'what', of: ({ address }: Pending) => address },
  { title: 'why', of: ({ message }: Pending) => message, isLong: true },
  { title: 'since', of: ({ since }: Pending) => since },
  { title: 'line', of: ({ at }: Pending) => places(at) },
]

const HELD = [
  { title: 'what', of: ({ address }: Held) => address },
  { title: 'why', of: ({ message }: Held) => message, isLong: true },
  { title: 'line', of: ({ at }: Held) => places(at) },
]
