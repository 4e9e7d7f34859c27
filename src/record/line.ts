import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import { canonical, isMap } from '../model/canonical.js'
import type { Entry } from '../model/generated/record.js'
import { leafHash } from './merkle.js'

/** A line as it was found: its entry, and its hash in 64 hex digits. */
export interface Line {
  readonly entry: Entry
  readonly hash: string
}

const HEAD = '{"entry":'
const MIDDLE = ',"hash":"sha256:'
const DIGITS = 64
const TAIL = '"}'
/** What follows the entry. */
const AFTER = MIDDLE.length + DIGITS + TAIL.length

/** How hashes are written. */
export const written = (digits: string): string => `sha256:${digits}`

/** An entry as its line, without the line end. */
export function lineOf(entry: Entry): { text: string; hash: string } {
  const text = canonical(entry)
  const digits = leafHash(Buffer.from(text))
  return { text: `${HEAD}${text}${MIDDLE}${digits}${TAIL}`, hash: digits }
}

/** A line without its line end; or, as a text, what is wrong with it. */
export function readLine(bytes: Buffer): Line | string {
  const end = bytes.length - AFTER
  if (end <= HEAD.length || bytes.toString('latin1', 0, HEAD.length) !== HEAD) return 'is no line of a record'
  const after = bytes.toString('latin1', end)
  if (!after.startsWith(MIDDLE) || !after.endsWith(TAIL)) return 'is no line of a record'
  const digits = after.slice(MIDDLE.length, -TAIL.length)
  if (digits !== hashOfEntry(bytes, end)) return 'was changed: its hash is not that of what it says'
  const entry = isUtf8(bytes) ? parsed(bytes.toString('utf8', HEAD.length, end)) : null
  return entry === null ? 'is no line of a record' : { entry, hash: digits }
}

/** The zero byte of RFC 6962 takes the place of the colon for a moment: no copy is made of what may be a million lines. */
function hashOfEntry(bytes: Buffer, end: number): string {
  const colon = HEAD.length - 1
  bytes[colon] = 0
  const digits = hash('sha256', bytes.subarray(colon, end))
  bytes[colon] = ':'.charCodeAt(0)
  return digits
}

function parsed(text: string): Entry | null {
  try {
    const value: unknown = JSON.parse(text)
    return isEntry(value) ? value : null
  } catch {
    return null
  }
}

/** Of types that it does not know, a reader knows what all have. */
function isEntry(value: unknown): value is Entry {
  if (!isMap(value)) return false
  const { seq, at, type, prev } = value
  return (
    Number.isSafeInteger(seq) &&
    typeof at === 'string' &&
    typeof type === 'string' &&
    (prev === null || typeof prev === 'string')
  )
}
