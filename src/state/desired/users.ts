import { KINDS } from '../../kinds/index.js'
import { desired, stated } from '../../kinds/resource.js'
import { sorted } from '../../model/canonical.js'
import { type Desired, want } from '../../model/desired.js'
import type { EstateDocument } from '../../model/document.js'
import type { UserIntegration } from '../../model/generated/documents.js'
import type { Problem } from '../../model/problem.js'
import { child, children, type FieldsByKind } from '../../model/resource.js'
import { inForce, isExpired } from '../dates.js'
import { isAssertion } from '../estate-index.js'
import { entriesOf, mergeUnits, OWN } from '../merge.js'
import type { AccountScope } from './scope.js'
import { otherSpelling, spellingOf } from './spelling.js'
import { expandStar } from './star.js'

/** Adds each declared teammate: a user who is there, or an invitation to be sent once (U5). */
export function addUsers(scope: AccountScope, account: Desired<'account'>): void {
  const spelling = spellingOf(scope.live)
  for (const document of scope.users) {
    const { id, email } = document.value
    const live = child(scope.live, 'user', email)
    const written = live === undefined && id === undefined ? spelling(email) : undefined
    if (written !== undefined && child(scope.live, 'invitation', email) === undefined)
      scope.problems.push(otherSpelling(scope, document, written))
    else if (document.value.ensure === 'absent') leave(scope, account, document)
    else if (id !== undefined && live?.id !== id) scope.problems.push(unlikeId(scope, document, id))
    else if (live === undefined) invite(scope, account, document)
    else {
      const user = want(account, desired('user', account, email, present(scope, account, document)))
      addIntegrations(scope, user, document)
    }
  }
}

/** Whoever is to go is removed; whoever was asked and has not come is asked no more. */
function leave(scope: AccountScope, account: Desired<'account'>, document: EstateDocument<'User'>): void {
  const { email, id } = document.value
  const absent = { fields: {}, said: { '*': [{ source: document.source, path: ['ensure'] }] }, absent: true }
  const user = child(scope.live, 'user', email)
  if (user !== undefined && id !== undefined && user.id !== id) scope.problems.push(unlikeId(scope, document, id))
  else if (user !== undefined) want(account, desired('user', account, email, absent))
  else if (child(scope.live, 'invitation', email) !== undefined)
    want(account, desired('invitation', account, email, absent))
}

/** Matched by id alone; and people keep their e-mail address, so another one is no rename. */
function unlikeId(scope: AccountScope, { value, source }: EstateDocument<'User'>, id: string): Problem {
  const address = KINDS.user.address(scope.live.address, value.email)
  const meant = [...children(scope.live, 'user').values()].find((user) => user.id === id)
  const shared = { severity: 'error', address, statements: [{ source, path: ['id'] }] } as const
  if (meant === undefined) return { code: 'state/missing', message: `the platform has nobody with id ${id}`, ...shared }
  return { code: 'rename/not-possible', message: `${id} is ${meant.key}; a person cannot be renamed`, ...shared }
}

/** Of a manager who is not there yet nothing is written; one whom nobody knows is an error. */
function present(scope: AccountScope, account: Desired<'account'>, document: EstateDocument<'User'>) {
  const { manager, email } = document.value
  if (manager === undefined || (manager !== email && child(scope.live, 'user', manager) !== undefined))
    return parts(document)
  const address = KINDS.user.address(account.address, email)
  const statements = [{ source: document.source, path: ['manager'] }]
  const isAsked = scope.users.some(({ value }) => value.email === manager && manager !== email)
  if (isAsked || child(scope.live, 'invitation', manager) !== undefined) {
    const message = `${manager} manages ${email} once the invitation is accepted`
    scope.waiting.push({ address, waitsFor: 'invitation', since: null, message, statements })
  } else {
    const message =
      manager === email
        ? 'nobody manages themselves'
        : `${manager} is nobody in this account: declare the person with kind: User`
    scope.problems.push({ code: 'state/unknown-manager', severity: 'error', address, message, statements })
  }
  const { manager: _, ...fields } = parts(document).fields
  return { ...parts(document), fields }
}

/** Whoever is to be no project administrator administers no project: the platform empties the list with the role. */
function parts({ value, source }: EstateDocument<'User'>) {
  const { role, projects, department, designation, manager } = value
  const fields = { role, department, designation, manager }
  if (role === undefined || role === 'project-admin') {
    return stated<'user'>({ ...fields, projects: projects && sorted(projects) }, source)
  }
  const { said, ...rest } = stated<'user'>({ ...fields, projects: [] }, source)
  return { ...rest, said: { ...said, projects: said.role ?? [] } }
}

/** A pending invitation is not repeated; one that expired or bounced is reported, and sent again by hand. */
function invite(scope: AccountScope, account: Desired<'account'>, document: EstateDocument<'User'>): void {
  const { value, source } = document
  const address = KINDS.user.address(account.address, value.email)
  const statements = [{ source, path: [] }]
  const asked = child(scope.live, 'invitation', value.email)?.fields.status
  if (asked === 'pending') {
    const message = 'invited; waits for the person to accept'
    scope.waiting.push({ address, waitsFor: 'invitation', since: null, message, statements })
  } else if (asked === 'expired' || asked === 'bounced') {
    const message = `the invitation ${asked}; withdraw it on the platform to have another one sent`
    scope.problems.push({ code: `invitation/${asked}`, severity: 'warning', address, message, statements })
  } else if (isAssertion(document)) {
    const message = `${value.email} is only named here and is not on the platform; say more to have the person invited`
    scope.problems.push({ code: 'state/missing', severity: 'error', address, message, statements })
  } else if (isInvitable(value)) {
    want(account, desired('invitation', account, value.email, parts(document)))
  } else {
    const message = `an invitation to ${value.email} needs department, designation and manager`
    scope.problems.push({ code: 'invitation/incomplete', severity: 'error', address, message, statements })
  }
}

const isInvitable = ({ department, designation, manager }: EstateDocument<'User'>['value']): boolean =>
  department !== undefined && designation !== undefined && manager !== undefined

/** An entry closes the person gate when it says false or its dates do. */
function addIntegrations(scope: AccountScope, user: Desired<'user'>, { value, source }: EstateDocument<'User'>): void {
  const { units } = mergeUnits([{ value, source, rank: OWN }], (document) =>
    entriesOf(document.integrations, 'integrations'),
  )
  const isBlocked = (entry: UserIntegration) => entry.enabled === false || !inForce(entry, scope.day)
  for (const [app, said] of units) {
    const { externalAccount = null } = said.value
    const personal = { user: user.key, app, externalAccount, statement: said.statement }
    if (app !== '*' && !isBlocked(said.value)) scope.personal.push(personal)
  }
  for (const [app, said] of expandStar(units, scope.declaredApps, isBlocked, scope.allowed)) {
    const fields: FieldsByKind['user-integration'] = { blocked: isBlocked(said.value) }
    const expired = isExpired(said.value, scope.day)
    want(user, desired('user-integration', user, app, { fields, said: { '*': [said.statement] }, expired }))
  }
}
