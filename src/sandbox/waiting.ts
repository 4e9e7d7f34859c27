import { transaction } from './http/execute.js'
import type { Platform } from './platform.js'
import type { Principal } from './principal.js'
import type { InvitationRow } from './rows.js'
import { Write } from './write.js'

// What becomes of invitations that nobody accepts: the platform says so itself.

const PENDING_MS = 14 * 24 * 60 * 60 * 1000

/** Who acts when nobody asked. */
const PLATFORM: Principal = {
  id: 'platform',
  name: 'platform',
  role: 'operator',
  account: null,
  projects: [],
  kind: 'full',
  via: 'platform',
}

/** Marks pending invitations as expired once they have waited for 14 days. Looks only when one can be due. */
export function expireInvitations(platform: Platform): void {
  const { store, clock } = platform
  if (clock() < platform.expiryDue) return
  const ends = (row: InvitationRow): number => Date.parse(row.invitedAt) + PENDING_MS
  const pending = store.find('invitations', { status: 'pending' })
  const late = pending.filter((row) => ends(row) <= clock())
  if (late.length > 0) settle(platform, late, 'expired')
  // Those that are sent from now on end later than this.
  const waiting = pending.filter((row) => ends(row) > clock())
  platform.expiryDue = Math.min(clock() + PENDING_MS, ...waiting.map(ends))
}

/** The address does not take mail: its pending invitations, in whichever account, have bounced. Returns their ids. */
export function bounceInvitations(platform: Platform, email: string): string[] {
  const pending = platform.store.find('invitations', { name: email, status: 'pending' })
  settle(platform, pending, 'bounced')
  return pending.map(({ id }) => id)
}

function settle(platform: Platform, rows: InvitationRow[], status: 'expired' | 'bounced'): void {
  transaction(platform, () => {
    const write = new Write(platform, PLATFORM)
    for (const row of rows) write.update('invitations', row, { ...row, status }, 'platform')
  })
}
