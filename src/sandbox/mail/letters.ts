import type { Platform } from '../platform.js'
import type { AccountRow, InvitationRow } from '../rows.js'
import type { Letter } from './compose.js'
import { invitationLink } from './links.js'

/** What an invited person reads (U5). */
export function invitationLetter(platform: Platform, account: AccountRow, invitation: InvitationRow): Letter {
  const { email, role, department, designation, manager } = invitation
  const text = `Hello,

you are invited to join ${account.name} on ${platform.tenant}, as ${role}.

Department: ${department}
Designation: ${designation}
Manager: ${manager}

Accept within 14 days:
${invitationLink(platform, invitation.id)}

If you did not expect this, nothing happens unless you follow the link.`
  return { to: email, subject: `You are invited to ${account.name}`, text }
}
