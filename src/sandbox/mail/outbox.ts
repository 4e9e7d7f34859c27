import { now, type Platform } from '../platform.js'
import { compose, type Letter } from './compose.js'

/** A mail in the outbox: nothing leaves the sandbox. */
export interface Mail {
  id: string
  at: string
  to: string
  subject: string
  /** The message as composed (RFC 5322). */
  raw: string
}

const DOMAIN = 'sandbox.example'

/** Composes a mail and puts it into the outbox, within the transaction that is open. */
export function sendMail(platform: Platform, letter: Letter): void {
  const { store, tenant, random } = platform
  const at = now(platform)
  const from = { name: tenant, address: `no-reply@${DOMAIN}` }
  const messageId = `${Buffer.from(random(16)).toString('hex')}@${DOMAIN}`
  const raw = compose(letter, { from, messageId, date: new Date(at) })
  store.sql
    .query('INSERT INTO outbox (at, recipient, subject, raw) VALUES (?,?,?,?)')
    .run(at, letter.to, letter.subject, raw)
}

/** What was sent, newest first; to one address where one is given. */
export function sentMails({ store }: Platform, to: string | undefined, limit: number): Mail[] {
  const found = store.sql
    .query(
      'SELECT id, at, recipient, subject, raw FROM outbox WHERE recipient = ifnull(?, recipient) ORDER BY id DESC LIMIT ?',
    )
    .all(to ?? null, limit)
  return found.map(([id, at, recipient, subject, raw]) => ({
    id: `mail_${id}`,
    at: String(at),
    to: String(recipient),
    subject: String(subject),
    raw: String(raw),
  }))
}
