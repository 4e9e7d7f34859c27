import { remove } from '../../operations.js'
import type { InvitationRow } from '../../rows.js'
import { button } from '../view/form.js'
import { html, type Part } from '../view/html.js'
import { badge, columns, counted, day, empty, table } from '../view/parts.js'
import { type Reply, seen, type Visit, writing } from '../visit.js'
import { administered, adminPage, adminPath } from './place.js'

/** Who was invited, and what became of it (U5): expired and bounced ones show. */
export function invitations(visit: Visit): Reply {
  const account = administered(visit)
  const rows = visit.platform.store.find('invitations', { account: account.id })
  rows.sort((a, b) => b.invitedAt.localeCompare(a.invitedAt) || a.email.localeCompare(b.email, 'en'))
  const heads = columns('Address', 'Status', 'Invited', 'Role', 'Department', 'Designation', 'Manager', 'Action')
  const list = table(
    'invitations',
    counted(rows.length, 'invitation'),
    heads,
    rows.map((row) => line(visit, row)),
  )
  const body = html`<div class="head"><h1>Invitations</h1><a class="button main" href="${adminPath(account.id, 'invitations', 'new')}">Invite people</a></div>
${rows.length === 0 ? empty('Nobody was invited yet.') : list}`
  return adminPage(visit, { title: 'Invitations', account, body })
}

const TONES = { pending: 'wait', accepted: 'good', expired: 'bad', bounced: 'bad' } as const
const WORDS = { pending: 'Pending', accepted: 'Accepted', expired: 'Expired', bounced: 'Bounced' }

function line(visit: Visit, row: InvitationRow): Part[] {
  const { id, etag, account, email, status, invitedAt, role, department, designation, manager } = row
  const withdraw = button(
    visit,
    adminPath(account, 'invitations', 'withdraw'),
    'Withdraw',
    { id, version: etag },
    { of: email },
  )
  return [
    email,
    badge(TONES[status], WORDS[status]),
    day(invitedAt),
    role,
    department,
    designation,
    manager,
    status === 'pending' && withdraw,
  ]
}

export function withdraw(visit: Visit): Reply {
  const account = administered(visit)
  writing(visit, (write) => remove(write, 'invitations', visit.form.get('id') ?? '', seen(visit), {}))
  return { to: adminPath(account.id, 'invitations'), notice: { tone: 'done', text: 'The invitation is withdrawn.' } }
}
