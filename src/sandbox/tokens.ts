import { createHmac, timingSafeEqual } from 'node:crypto'
import { fingerprint } from './digest.js'
import { type Principal, principalOf, type Via } from './principal.js'
import type { UserRow } from './rows.js'
import type { Store } from './store/store.js'

export type TokenKind = Principal['kind']

/** Remembers a token by its fingerprint alone. */
export function register(store: Store, token: string, user: string, kind: TokenKind, via: Via): void {
  store.sql.query('INSERT OR REPLACE INTO tokens VALUES (?,?,?,?)').run(fingerprint(token), user, kind, via)
}

/** Makes a token for a user; it is shown once, here. */
export function issue(
  store: Store,
  random: (bytes: number) => Uint8Array,
  user: UserRow,
  kind: TokenKind,
  via: Via,
): string {
  const token = `writ_${kind}_${Buffer.from(random(24)).toString('base64url')}`
  register(store, token, user.id, kind, via)
  return token
}

/**
 * Whom a bearer token speaks for; undefined for a token nobody gave or whose user is gone. It is looked up by its hash: how
 * long that takes tells of the hash of a guess, from which nobody comes nearer to a token; the last word has a comparison
 * that takes as long for any two.
 */
export function principalOfToken(store: Store, token: string): Principal | undefined {
  const hash = fingerprint(token)
  const found = store.sql.query('SELECT hash, user, kind, via FROM tokens WHERE hash = ?').get(hash)
  if (!found || !timingSafeEqual(Buffer.from(String(found[0])), Buffer.from(hash))) return undefined
  const user = store.get('users', String(found[1]))
  return user && principalOf(user, found[2] as TokenKind, found[3] as Via)
}

/** Takes all tokens of a user away. */
export function forget(store: Store, user: string): void {
  store.sql.query('DELETE FROM tokens WHERE user = ?').run(user)
}

/** The tokens that the sandbox prints are derived, so that a restart on the same data prints the same ones. */
export function printedToken(secret: string, kind: TokenKind): string {
  return `writ_${kind}_${createHmac('sha256', secret).update(kind).digest('base64url').slice(0, 32)}`
}
