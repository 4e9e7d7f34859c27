import { transaction } from '../http/execute.js'
import { spend, subjectOf } from '../mail/links.js'
import type { Principal } from '../principal.js'
import { Problem } from '../problems.js'
import type { InvitationRow } from '../rows.js'
import { accept } from '../rules/invitations.js'
import { Write } from '../write.js'
import { signIn, signOut } from './session.js'
import { form } from './view/form.js'
import { html } from './view/html.js'
import { layout } from './view/layout.js'
import type { Reply, Visit } from './visit.js'

/** What the link of an invitation shows (U5). Looking at it accepts nothing: mail scanners follow links. */
export function showInvitation(visit: Visit): Reply {
  const code = visit.query.get('code') ?? ''
  const invitation = invitationOf(visit, code)
  const account = visit.platform.store.get('accounts', invitation.account)
  const { email, role, department, designation, manager } = invitation
  const body = html`<div class="narrow"><h1>Join ${account?.name}</h1>
<dl><dt>You</dt><dd>${email}</dd><dt>Role</dt><dd>${role}</dd><dt>Department</dt><dd>${department}</dd>
<dt>Designation</dt><dd>${designation}</dd><dt>Manager</dt><dd>${manager}</dd></dl>
${form(visit, '/invitations/accept', html`<input type="hidden" name="code" value="${code}"><button class="main">Accept and join</button>`)}</div>`
  return { page: layout(visit, { title: `Join ${account?.name}`, body }) }
}

/** The invited person says yes, and is signed in as the user they became. */
export function accepting({ platform, key, form: sent, ...visit }: Visit): Reply {
  const code = sent.get('code') ?? ''
  const invitation = invitationOf({ ...visit, platform, key, form: sent }, code)
  const user = transaction(platform, () => {
    const write = new Write(platform, invited(invitation))
    accept(write, invitation)
    spend(platform, code)
    return write.effects.find(({ op, collection }) => op === 'create' && collection === 'users')?.id ?? ''
  })
  signOut(platform, key)
  const notice = { tone: 'done', text: 'Welcome! You can connect your tools under Integrations.' } as const
  return { to: '/portal', key: signIn(platform, user, 'full'), notice }
}

function invitationOf({ platform }: Visit, code: string): InvitationRow {
  const id = subjectOf(platform, 'invitation', code)
  const row = id === undefined ? undefined : platform.store.get('invitations', id)
  if (row?.status === 'pending') return row
  throw new Problem(
    'not-found',
    'This invitation is not open any more: it was accepted, withdrawn, or is older than 14 days. Ask for a new one.',
  )
}

/** Who acts while they are not a user yet. */
function invited({ id, email, account, role }: InvitationRow): Principal {
  return { id, name: email, role, account, projects: [], kind: 'full', via: 'portal' }
}
