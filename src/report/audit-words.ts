import type { AccessRow, Audit } from '../model/audit.js'
import type { ExceptionRow, ReviewSeen, Stays } from '../model/audit-detail.js'
import { safe } from './safe.js'
import { wrap } from './width.js'
import { count, list, minute } from './words.js'

/** Who last wrote what differs: `project by joe@acme.example, 2026-11-20 18:41 UTC, admin-page`; nothing where nobody is known. */
export function changedText({ gates, explanations }: Audit, { why, gates: differing }: AccessRow): string {
  const told = (explanations?.[why]?.gates ?? []).flatMap((at) => gates[at] ?? [])
  const hands = told.flatMap(({ gate, changedBy }) => {
    if (!changedBy || !differing.includes(gate)) return []
    const { principal, at, via } = safe(changedBy)
    return [{ gate, by: `${principal}, ${minute(at)}, ${via}` }]
  })
  const byHand = new Map<string, string[]>()
  for (const { gate, by } of hands) byHand.set(by, [...(byHand.get(by) ?? []), gate])
  return [...byHand].map(([by, of]) => `${of.join(', ')} last written by ${by}`).join('; ')
}

/** `until 2027-01-31, 70 days`; `ended 2026-10-01`; `from 2026-12-01`. */
export function lastingText({ from, until, daysLeft, state }: ExceptionRow): string {
  if (state === 'expired') return `ended ${until}`
  const begin = state === 'coming' ? `from ${from}` : ''
  const left = daysLeft === 0 ? 'its last day' : daysLeft === null ? '' : count(daysLeft, 'day')
  const end = until === null ? '' : `until ${until}, ${left}`
  return [begin, end].filter((part) => part !== '').join(' ') || `since ${from}`
}

/** `account acme, app zoom`. */
export const coversText = (covers: ExceptionRow['covers']): string =>
  Object.entries(covers)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ')

/** Owner, approver, ticket and reason, as far as somebody said them. */
export const answersText = ({ owner, approver, ticket, reason }: ExceptionRow): string =>
  [owner, approver && `approved by ${approver}`, ticket, reason]
    .filter((part) => part !== null && part !== '')
    .join(', ')

/** Who signed, when, and what has come of it. */
export function reviewText({ by, at, next, overdue, changed, stays }: ReviewSeen): string {
  const due = next === null ? '' : overdue ? `the next one was due on ${next}` : `next ${next}`
  const since = changed ? 'access has changed since' : 'nothing has changed since'
  return [`signed by ${by} on ${at}`, due, since, ...stays.map(staysText)].filter((part) => part !== '').join('; ')
}

const staysText = ({ address, goes }: Stays): string =>
  `asked to remove ${address}: ${goes ? 'the next apply does' : 'it stays'}`

/** Lists of a reading that are not whole, and of how many. */
export function readText({ reads }: Pick<Audit, 'reads'>): string {
  const doubtful = reads.filter(({ complete }) => !complete)
  if (doubtful.length === 0) return `${count(reads.length, 'list')} whole`
  const told = doubtful.map(({ collection, reason = 'incomplete' }) => `${collection} (${reason})`)
  return `${reads.length - doubtful.length} of ${count(reads.length, 'list')} whole; not ${list(told, 5)}`
}

/** A line that must break continues two columns further in than it begins. */
export function hang(line: string, width: number): string[] {
  const text = line.trimStart()
  const indent = ' '.repeat(line.length - text.length)
  const [first = '', ...rest] = wrap(text, width - indent.length)
  if (rest.length === 0) return [indent + first]
  const under = `${indent}  `
  return [indent + first, ...wrap(rest.join(' '), width - under.length).map((part) => under + part)]
}
