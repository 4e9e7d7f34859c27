import { invitationLetter } from '../mail/letters.js'
import { sendMail } from '../mail/outbox.js'
import { sortedSet } from '../merge.js'
import { newId } from '../platform.js'
import { Problem } from '../problems.js'
import type { InvitationRow, RoleName } from '../rows.js'
import type { Write } from '../write.js'
import type { Behaviour } from './behaviour.js'
import { accountNamed, demandRows } from './references.js'

type InvitationBody = Pick<InvitationRow, 'account' | 'email' | 'department' | 'designation' | 'manager'> & {
  role?: RoleName
  projects?: string[]
}

/** Invitations (U5): each is a mail; a pending one is not sent twice, however the address is spelt. */
export const invitations: Behaviour<'invitations'> = {
  create: { schema: 'InvitationCreate', run: create },
  remove: (write, row) => write.remove('invitations', row),
}

function create(write: Write, body: InvitationBody): InvitationRow {
  const { account, email, role = 'member', projects = [] } = body
  const place = accountNamed(write.store, account)
  demandRows(
    write.store,
    'projects',
    projects,
    (index) => `/projects/${index}`,
    (row) => row.account === account,
  )
  demandStranger(write, account, email)
  const row = write.create('invitations', {
    ...body,
    id: newId(write.platform, 'invitations'),
    role,
    projects: sortedSet(projects),
    status: BOUNCING.test(email) ? 'bounced' : 'pending',
    invitedAt: write.at,
  })
  sendMail(write.platform, invitationLetter(write.platform, place, row))
  return row
}

/** No mail arrives there, so that a bounce can be seen without waiting for one. */
const BOUNCING = /@bounce\.example$/i

function demandStranger(write: Write, account: string, email: string): void {
  const isPending = write.store.statusesAt('invitations', account, email).includes('pending')
  if (isPending) throw new Problem('name-taken', `${email} has a pending invitation already.`)
  const isThere = write.store.statusesAt('users', account, email).length > 0
  if (isThere) throw new Problem('name-taken', `${email} is a user of the account already.`)
}

/** The invited person says yes: they become a user, with their manager where the address is known. */
export function accept(write: Write, invitation: InvitationRow): InvitationRow {
  if (invitation.status !== 'pending') throw new Problem('conflict', `The invitation is ${invitation.status}.`)
  const { account, email, role, projects, department, designation } = invitation
  const manager = write.store.find('users', { account, name: invitation.manager })[0]?.id ?? null
  const row = write.update('invitations', invitation, { ...invitation, status: 'accepted' })
  const id = newId(write.platform, 'users')
  const standing = projects.filter((project) => write.store.get('projects', project) !== undefined)
  const user = { id, account, email, role, projects: standing, department, designation, manager }
  write.create('users', user, 'platform')
  return row
}
