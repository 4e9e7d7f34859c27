import { timingSafeEqual } from 'node:crypto'
import { fingerprint } from '../digest.js'
import type { Platform } from '../platform.js'
import { type Principal, principalOf, type Via } from '../principal.js'
import type { TokenKind } from '../tokens.js'

/** What the page tells once, after the next load. */
export interface Notice {
  tone: 'done' | 'trouble'
  text: string
}

const COOKIE = 'writ_session'
const LIVES = 12 * 60 * 60 * 1000

/** The visitor's secret as their browser sends it; a new one where there is none that could be ours. */
export function visitorOf({ random }: Platform, cookies: string | undefined): { key: string; fresh: boolean } {
  const sent = /(?:^|; ?)writ_session=([\w-]{32})(?:;|$)/.exec(cookies ?? '')?.[1]
  return sent === undefined
    ? { key: Buffer.from(random(24)).toString('base64url'), fresh: true }
    : { key: sent, fresh: false }
}

/** Out of reach of scripts, and not sent along by other sites' forms. */
export const cookieOf = (key: string): string => `${COOKIE}=${key}; Path=/; HttpOnly; SameSite=Lax`

/** What each form carries to show that it is ours. */
export const csrfOf = (key: string): string => fingerprint(`form ${key}`)

/** Whether a form carries the mark of this session. */
export function isOurForm(key: string, mark: string | null): boolean {
  const [given, expected] = [Buffer.from(mark ?? ''), Buffer.from(csrfOf(key))]
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Signs in under a new key, so that nobody can have planted it. */
export function signIn({ store, random, clock }: Platform, user: string, kind: TokenKind): string {
  const key = Buffer.from(random(24)).toString('base64url')
  store.sql.query('DELETE FROM sessions WHERE until <= ?').run(clock())
  store.sql.query('INSERT INTO sessions VALUES (?,?,?,?,NULL)').run(fingerprint(key), user, kind, clock() + LIVES)
  return key
}

export function signOut({ store }: Platform, key: string): void {
  store.sql.query('DELETE FROM sessions WHERE hash = ?').run(fingerprint(key))
}

/** Who is signed in; undefined for nobody, or when the user is gone. */
export function signedIn({ store, clock }: Platform, key: string, via: Via): Principal | undefined {
  const found = store.sql
    .query('SELECT user, kind FROM sessions WHERE hash = ? AND until > ?')
    .get(fingerprint(key), clock())
  const user = found && store.get('users', String(found[0]))
  return user && principalOf(user, found[1] as TokenKind, via)
}

/** Leaves a word for the page that comes next. */
export function leaveNotice({ store }: Platform, key: string, notice: Notice): void {
  store.sql.query('UPDATE sessions SET notice = ? WHERE hash = ?').run(JSON.stringify(notice), fingerprint(key))
}

/** Takes the word that was left, once. */
export function takeNotice({ store }: Platform, key: string): Notice | undefined {
  const hash = fingerprint(key)
  const left = store.sql.query('SELECT notice FROM sessions WHERE hash = ? AND notice IS NOT NULL').get(hash)
  if (left) store.sql.query('UPDATE sessions SET notice = NULL WHERE hash = ?').run(hash)
  return left && (JSON.parse(String(left[0])) as Notice)
}
