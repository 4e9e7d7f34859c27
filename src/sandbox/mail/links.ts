import { fingerprint } from '../digest.js'
import type { Platform } from '../platform.js'

/** What a link in a mail is good for: signing a user in, or accepting an invitation. */
export type Purpose = 'sign-in' | 'invitation'

/** As long as an invitation waits. */
const LIVES = 14 * 24 * 60 * 60 * 1000

/**
 * A link that signs the user in, once, and leads to a page.
 * @example signInLink(platform, 'usr_ana', '/portal')
 */
export function signInLink(platform: Platform, user: string, page: string): string {
  const code = newCode(platform, 'sign-in', user)
  return `${platform.url}/sign-in?${new URLSearchParams({ code, to: page })}`
}

/** The link with which an invited person says yes. */
export function invitationLink(platform: Platform, invitation: string): string {
  return `${platform.url}/invitations/accept?${new URLSearchParams({ code: newCode(platform, 'invitation', invitation) })}`
}

function newCode({ store, random, clock }: Platform, purpose: Purpose, subject: string): string {
  const code = Buffer.from(random(24)).toString('base64url')
  store.sql.query('INSERT INTO codes VALUES (?,?,?,?)').run(fingerprint(code), purpose, subject, clock() + LIVES)
  return code
}

/** Whom or what a code stands for, without using it; undefined when it was used, ran out or never was. */
export function subjectOf({ store, clock }: Platform, purpose: Purpose, code: string): string | undefined {
  const found = store.sql
    .query('SELECT subject FROM codes WHERE hash = ? AND purpose = ? AND until > ?')
    .get(fingerprint(code), purpose, clock())
  return found && String(found[0])
}

/** A code works once. */
export function spend({ store }: Platform, code: string): void {
  store.sql.query('DELETE FROM codes WHERE hash = ?').run(fingerprint(code))
}
