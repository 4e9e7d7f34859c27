import { KINDS } from '../../kinds/index.js'
import { desired, stated } from '../../kinds/resource.js'
import { sorted } from '../../model/canonical.js'
import { type Desired, want, wanted } from '../../model/desired.js'
import type { EstateDocument } from '../../model/document.js'
import type { GroupIntegration } from '../../model/generated/documents.js'
import { child, type FieldsByKind } from '../../model/resource.js'
import { inForce, isExpired } from '../dates.js'
import { entriesOf, mergeUnits, OWN, type Said } from '../merge.js'
import type { AccountScope } from './scope.js'
import { expandStar } from './star.js'

/** Adds each declared group below its project, or below the account where it has none. */
export function addGroups(scope: AccountScope, account: Desired<'account'>): void {
  const declared = new Set(scope.users.map(({ value }) => value.email))
  for (const document of scope.groups) {
    const { value, source } = document
    const parent = value.project === undefined ? account : projectOf(account, value.project)
    if (parent.absent) continue
    const { name, labels, type } = value
    const members = value.members && present(scope, declared, document, KINDS.group.address(parent.address, name))
    const parts = stated<'group'>({ name, labels, type, members }, source)
    const group = want(parent, desired('group', parent, name, { ...parts, absent: value.ensure === 'absent' }))
    if (!group.absent) addIntegrations(scope, group, document)
  }
}

/** A project that no document of its own declares still holds declared groups. */
function projectOf(account: Desired<'account'>, name: string): Desired<'project'> {
  return (
    wanted(account, 'project').get(name) ?? want(account, desired('project', account, name, { fields: {}, said: {} }))
  )
}

/** An invitation that was accepted by somebody who is not there any more asks nobody. */
function isInvited(scope: AccountScope, email: string): boolean {
  const invitation = child(scope.live, 'invitation', email)
  return invitation !== undefined && invitation.fields.status !== 'accepted'
}

/** The members who are there; one who was only invited is pending, and one whom nobody knows is an error. */
function present(
  scope: AccountScope,
  declared: ReadonlySet<string>,
  { value, source }: EstateDocument<'Group'>,
  address: string,
): string[] {
  const members = value.members ?? []
  members.forEach((email, at) => {
    if (child(scope.live, 'user', email) !== undefined) return
    const statements = [{ source, path: ['members', at] }]
    if (declared.has(email) || isInvited(scope, email)) {
      const message = `${email} joins when the invitation is accepted`
      scope.waiting.push({ address, waitsFor: 'invitation', since: null, message, statements })
    } else {
      const message = `${email} is nobody in this account: declare the person with kind: User, or drop the member`
      scope.problems.push({ code: 'state/unknown-member', severity: 'error', address, message, statements })
    }
  })
  return sorted(members.filter((email) => child(scope.live, 'user', email) !== undefined))
}

function addIntegrations(
  scope: AccountScope,
  group: Desired<'group'>,
  { value, source }: EstateDocument<'Group'>,
): void {
  const { units } = mergeUnits([{ value, source, rank: OWN }], (document) =>
    entriesOf(document.integrations, 'integrations'),
  )
  const forAll = (entry: GroupIntegration) => settingOf(entry, scope.day) !== 'on'
  for (const [app, said] of expandStar(units, scope.declaredApps, forAll, scope.allowed)) {
    want(group, integration(group, app, said, scope.day))
  }
}

function integration(
  group: Desired<'group'>,
  app: string,
  { value, statement }: Said<GroupIntegration>,
  day: string,
): Desired<'group-integration'> {
  const expired = typeof value === 'object' && isExpired(value, day)
  return desired('group-integration', group, app, {
    fields: { setting: settingOf(value, day) },
    said: { '*': [statement] },
    expired,
  })
}

function settingOf(entry: GroupIntegration, day: string): FieldsByKind['group-integration']['setting'] {
  const enabled = typeof entry === 'object' ? inForce(entry, day) && entry.enabled : entry
  return enabled === 'inherit' ? 'inherit' : enabled ? 'on' : 'off'
}
