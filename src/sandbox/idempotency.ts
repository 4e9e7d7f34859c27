import { fingerprint } from './digest.js'
import type { Platform } from './platform.js'
import type { Principal } from './principal.js'
import { Problem } from './problems.js'

/** An answer ready for the wire. */
export interface Answer {
  status: number
  body: string
  etag?: string | null
  replayed?: boolean
  /** Where a browser goes on. */
  location?: string
}

const DAY = 24 * 60 * 60 * 1000

/** What makes two requests the same: method, path with query, body. */
export const requestFingerprint = (method: string, url: string, body: unknown): string =>
  fingerprint(`${method} ${url}\n${JSON.stringify(body ?? null)}`)

/** The answer given before under this key, if any; 409 when the key stood for another request. */
export function remembered(
  { store, clock }: Platform,
  who: Principal,
  key: string,
  request: string,
): Answer | undefined {
  const found = store.sql
    .query('SELECT request, status, etag, body FROM answers WHERE principal = ? AND key = ? AND at > ?')
    .get(who.id, key, clock() - DAY)
  if (!found) return undefined
  if (found[0] !== request) throw new Problem('idempotency-conflict', 'This Idempotency-Key stood for another request.')
  return { status: Number(found[1]), etag: found[2] as string | null, body: String(found[3]), replayed: true }
}

/** Remembers an executed write for a day. */
export function remember(
  { store, clock }: Platform,
  who: Principal,
  key: string,
  request: string,
  answer: Answer,
): void {
  store.sql.query('DELETE FROM answers WHERE at <= ?').run(clock() - DAY)
  store.sql
    .query('INSERT OR REPLACE INTO answers VALUES (?,?,?,?,?,?,?)')
    .run(who.id, key, request, answer.status, answer.etag ?? null, answer.body, clock())
}
