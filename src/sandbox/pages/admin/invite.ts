import { create } from '../../operations.js'
import { invalidAt, Problem } from '../../problems.js'
import type { AccountRow } from '../../rows.js'
import { Write } from '../../write.js'
import { area, field, form, select } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { badge, columns, table } from '../view/parts.js'
import { type Reply, type Visit, writing } from '../visit.js'
import { inWords } from '../words.js'
import { administered, adminPage, adminPath } from './place.js'

interface Result {
  email: string
  /** What stood in the way; nothing when the invitation went out. */
  trouble: string | undefined
}

/** The invite dialog (U5): several addresses, one department, designation and manager. */
export function invite(visit: Visit, results: Result[] = []): Reply {
  const account = administered(visit)
  const sent = (name: string) => visit.form.get(name) ?? ''
  const failed = results.filter(({ trouble }) => trouble !== undefined).map(({ email }) => email)
  const fields = html`${area({ name: 'emails', label: 'E-mail addresses', required: true, value: results.length > 0 ? failed.join(', ') : sent('emails'), hint: 'Several are separated by commas.' })}
${field({ name: 'department', label: 'Department', required: true, value: sent('department') })}
${field({ name: 'designation', label: 'Designation', required: true, value: sent('designation') })}
${field({ name: 'manager', label: 'Manager (e-mail address)', required: true, type: 'email', value: sent('manager') })}
${select('role', 'Role', ROLES, sent('role') || 'member')}
<div class="row"><button class="main">Send invitations</button><a class="button" href="${adminPath(account.id, 'invitations')}">Cancel</a></div>`
  const body = html`${results.length > 0 && told(results)}<div class="narrow"><h1>Invite people</h1>${form(visit, adminPath(account.id, 'invitations', 'new'), fields)}</div>`
  const trail = [{ href: adminPath(account.id, 'invitations'), text: 'Invitations' }]
  return adminPage(visit, { title: 'Invite people', account, trail, body })
}

const ROLES = ['member', 'manager', 'owner'].map((value) => ({ value, text: value }))

/** What became of each address. */
function told(results: Result[]): Html {
  const line = ({ email, trouble }: Result): Part[] => [
    email,
    html`${trouble === undefined ? badge('good', 'Invited') : badge('bad', 'Not invited')} ${trouble}`,
  ]
  return html`<div role="status">${table('results', 'What became of each address', columns('Address', 'Result'), results.map(line))}</div>`
}

/** As many as one bulk request of the interface may hold. */
const MOST = 1000

/** Invites each address on its own: one that is refused does not stop the others. */
export function send(visit: Visit): Reply {
  const account = administered(visit)
  const emails = [...new Set((visit.form.get('emails') ?? '').split(/[\s,;]+/).filter((email) => email !== ''))]
  if (emails.length === 0 || emails.length > MOST) throw invalidAt('/emails', `must be one to ${MOST} addresses`)
  const results = writing(visit, (write) =>
    emails.map((email) => ({ email, trouble: inviteOne(write, visit, account, email) })),
  )
  if (results.some(({ trouble }) => trouble !== undefined)) return invite(visit, results)
  const text = `${emails.length === 1 ? 'One invitation is' : `${emails.length} invitations are`} on the way.`
  return { to: adminPath(account.id, 'invitations'), notice: { tone: 'done', text } }
}

function inviteOne(
  { platform, actor, store }: Write,
  visit: Visit,
  { id }: AccountRow,
  email: string,
): string | undefined {
  const said = (name: string) => visit.form.get(name)?.trim() ?? ''
  const body = {
    account: id,
    email,
    department: said('department'),
    designation: said('designation'),
    manager: said('manager'),
    role: said('role'),
  }
  try {
    store.transaction(() => create(new Write(platform, actor), 'invitations', body))
    return undefined
  } catch (error) {
    if (error instanceof Problem) return inWords(error)
    throw error
  }
}
