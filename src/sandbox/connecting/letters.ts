import type { Letter } from '../mail/compose.js'
import { signInLink } from '../mail/links.js'
import type { ConnectionRow } from '../rows.js'
import type { Write } from '../write.js'

/** What somebody reads who is asked to connect an account (U3). */
export function consentLetter(write: Write, row: ConnectionRow, owner: string): Letter {
  const app = displayName(write, row)
  const expected = row.externalAccount === null ? '' : `\nThe account that is meant: ${row.externalAccount}`
  const text = `Hello,

${write.actor.name} asks you to connect ${app}${row.name === null ? '' : ` as "${row.name}"`} on ${write.platform.tenant}.
Nothing is connected until you agree at ${app}.
${expected}
Go on here:
${signInLink(write.platform, owner, PORTAL)}`
  return { to: addressOf(write, owner), subject: `Connect ${app}`, text }
}

/** What somebody reads whose connection has to be authenticated again (U6). */
export function reauthLetter(write: Write, row: ConnectionRow, owner: string): Letter {
  const app = displayName(write, row)
  const text = `Hello,

your connection to ${app}${row.name === null ? '' : ` ("${row.name}")`} on ${write.platform.tenant} needs to be authenticated again.
Until then nothing can use it.

Go on here:
${signInLink(write.platform, owner, PORTAL)}`
  return { to: addressOf(write, owner), subject: `Authenticate ${app} again`, text }
}

const PORTAL = '/portal/integrations'

const displayName = ({ store }: Write, { app }: ConnectionRow): string =>
  store.find('apps', { name: app })[0]?.displayName ?? app

const addressOf = ({ store }: Write, user: string): string => store.get('users', user)?.email ?? user
