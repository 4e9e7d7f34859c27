import type { Answer } from '../idempotency.js'
import type { Platform } from '../platform.js'
import type { Precondition } from '../preconditions.js'
import type { Principal } from '../principal.js'
import { invalid, invalidAt, Problem } from '../problems.js'

/** One request, taken apart. */
export interface Call {
  platform: Platform
  who: Principal
  method: string
  /** Path with query, as sent. */
  url: string
  params: Record<string, string>
  query: Record<string, string>
  headers: Record<string, string | undefined>
  body: unknown
  /** A fault: the write is executed, answered and undone. */
  forgotten?: boolean
}

/** A plain answer from data. */
export const answer = (status: number, data: object, etag?: string | null): Answer => ({
  status,
  body: JSON.stringify(data),
  etag: etag ?? null,
})

/** Query parameters by name, each at most once and each known; 422 otherwise. Names ending in a dot stand for a family. */
export function readQuery(raw: Record<string, unknown>, known: readonly string[]): Record<string, string> {
  const entries = Object.entries(raw)
  const isKnown = (name: string) => known.some((k) => k === name || (k.endsWith('.') && name.startsWith(k)))
  const errors = entries.flatMap(([pointer, value]) => {
    if (!isKnown(pointer)) return [{ pointer, detail: 'unknown query parameter' }]
    return typeof value === 'string' ? [] : [{ pointer, detail: 'may be given once' }]
  })
  if (errors.length > 0) throw invalid(errors)
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

/** A whole number of the query, within bounds; 422 otherwise. */
export function integerIn(
  query: Record<string, string>,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = query[name]
  if (text === undefined) return fallback
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw invalidAt(name, `must be a whole number from ${min} to ${max}`)
}

/** What the caller says it saw. A header in a form that names no single strong version matches nothing. */
export function preconditionOf({ headers }: Call): Precondition {
  const raw = headers['if-match']
  const ifNew = headers['if-none-match'] === '*'
  if (headers['if-none-match'] !== undefined && !ifNew) throw invalidAt('If-None-Match', 'must be *')
  return { ifMatch: raw === undefined ? null : (/^"(\d+)"$/.exec(raw)?.[1] ?? raw), ifNew }
}

/** The key under which a write is remembered; 428 when missing. */
export function idempotencyKeyOf({ headers }: Call): string {
  const key = headers['idempotency-key']
  if (key === undefined || key === '')
    throw new Problem('precondition-required', 'Every write needs an Idempotency-Key.')
  if (key.length > 200) throw invalidAt('Idempotency-Key', 'must have 1 to 200 characters')
  return key
}

/** The fencing number of the caller's lease, if it says one. */
export function fencingOf({ headers }: Call): number | null {
  const raw = headers['writ-fencing']
  if (raw === undefined) return null
  if (!/^\d{1,15}$/.test(raw)) throw invalidAt('Writ-Fencing', 'must be a whole number')
  return Number(raw)
}

/** The digest of the connections that the caller expects its write to end, if it says one. */
export function expectedOf({ headers }: Call): string | null {
  const raw = headers['writ-expect-connections']
  if (raw === undefined) return null
  if (!/^sha256:[0-9a-f]{64}$/.test(raw))
    throw invalidAt('Writ-Expect-Connections', 'must be "sha256:" and 64 hexadecimal digits')
  return raw
}
