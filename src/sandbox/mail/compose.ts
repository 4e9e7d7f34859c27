import MailComposer from 'nodemailer/lib/mail-composer'
import { encode, wrap } from 'nodemailer/lib/qp'

/** What is to be said to somebody. Neither address nor subject can bring a header of its own. */
export interface Letter {
  to: string
  subject: string
  /** Plain text; lines end as they like. */
  text: string
}

/** What a letter takes from its sender. */
export interface Envelope {
  from: { name: string; address: string }
  /** Without angle brackets. */
  messageId: string
  date: Date
}

/** A message as RFC 5322 wants it, ready to be handed to a mail server. */
export function compose({ to, subject, text }: Letter, { from, messageId, date }: Envelope): string {
  const lines = text.replace(/\r?\n/g, '\r\n')
  const message = new MailComposer({
    from,
    to: { name: '', address: to },
    subject,
    text: lines,
    messageId: `<${messageId}>`,
    date,
    encoding: 'quoted-printable',
    headers: { 'Auto-Submitted': 'auto-generated' },
  }).compile()
  // The composer gives its body as a stream, later; a mail belongs to the transaction that sends it, now.
  return `${message.buildHeaders()}\r\n\r\n${wrap(encode(lines))}\r\n`
}
