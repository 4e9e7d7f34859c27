import type { RunEvent } from '../model/generated/events.js'
import { apart, type TextOptions } from './applied.js'
import { paint } from './paint.js'
import { safe } from './safe.js'
import { displayWidth, padEnd, wrap } from './width.js'
import { count, grouped } from './words.js'

/** One kind of work and how far it is. */
export interface Work {
  /** In one word: reading, writing, revoking, effective. */
  readonly name: string
  readonly done: number
  readonly of: number
  /** What is counted, in the plural. */
  readonly what: string
  /** What it waits for, or what it has cost. */
  readonly note?: string
}

const BAR = 20
const NAME = 11

/** One line for a terminal, never wider than it: `  writing      ██████░░░░  107 of 214 changes`. */
export function progressLine(given: Work, { width, colour }: TextOptions): string {
  const { name, done, of, what, note } = safe(given)
  const filled = of === 0 ? BAR : Math.floor((Math.min(done, of) / of) * BAR)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled)
  const amount = `${grouped(done)} of ${grouped(of)} ${what}`
  const text = note === undefined ? amount : `${amount}, ${note}`
  const begin = `  ${padEnd(name, NAME)}  `
  const withBar = `${begin}${bar}  ${text}`
  if (displayWidth(withBar) > width) return wrap(`${begin}${text}`, width)[0] ?? ''
  return `${begin}${paint(colour).blue(bar)}  ${text}`
}

/** One line an event, for logs: no bar, no colour, no time of day but the event's own. Null for what a log needs not. */
export function eventLine(given: RunEvent): string | null {
  const event = safe(given)
  const text = eventText(event)
  return text === null ? null : `${event.at} ${text}`
}

function eventText(event: RunEvent): string | null {
  switch (event.type) {
    case 'resumed':
      return `run ${event.of} was cut off${lookedUp(event)}; its record is sealed, and this run goes on from there`
    case 'set-aside':
      return event.detail
    case 'run-started':
      return `run ${event.run} on ${event.tenant}: ${count(event.changes, 'change')} to write`
    case 'lease':
      return `lease ${event.status} by ${event.holder}${event.until === null || event.status === 'released' ? '' : ` until ${event.until}`}${event.detail === undefined ? '' : `: ${event.detail}`}`
    case 'stage':
      return `stage ${event.stage}: ${count(event.changes, 'change')}`
    case 'change':
      return `${event.status} ${event.operation} ${event.address}${event.detail === null ? '' : `: ${event.detail}`}`
    case 'progress':
      return `${grouped(event.finished)} of ${grouped(event.of)} changes, ${grouped(event.ended)} of ${grouped(event.ofEnding)} connections ended`
    case 'waiting':
      return `waiting ${event.seconds} s: ${event.reason.replaceAll('-', ' ')}`
    case 'extra-ending':
      return `connection ${event.connection} was ended by the platform and named by no plan`
    case 'read-back':
      return `read back${event.complete ? '' : ' incompletely'}${event.revision === null ? '' : ` at revision ${event.revision}`}${event.detail === null ? '' : `: ${event.detail}`}`
    case 'effective':
      return `${grouped(event.visible)} of ${grouped(event.of)} accounts see it`
    case 'settled':
      return event.inSync ? 'in sync' : `not in sync: ${apart(event)}`
    case 'done':
      return `ended, exit code ${event.exitCode}${event.reasons.length === 0 ? '' : ` (${event.reasons.join(', ')})`}`
    default:
      return null // a newer run may tell more
  }
}

/** What a run that was cut off had sent without an answer. */
function lookedUp({ applied, notApplied, unknown }: Extract<RunEvent, { type: 'resumed' }>): string {
  const sent = applied + notApplied + unknown
  if (sent === 0) return ', with nothing under way'
  const parts = [
    `${grouped(applied)} applied`,
    `${grouped(notApplied)} not applied`,
    unknown > 0 ? `${grouped(unknown)} unknown` : '',
  ]
  return ` with ${count(sent, 'write')} under way (${parts.filter((part) => part !== '').join(', ')})`
}
