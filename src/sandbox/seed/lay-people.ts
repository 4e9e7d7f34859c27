import { now } from '../platform.js'
import { settingId } from '../rows.js'
import type { SeedAccount, SeedInvitation, SeedUser } from './format.js'
import type { Ledger, Scope } from './ledger.js'

/** People and invitations. Ids come first, since people name managers and projects that are not laid yet. */
export function layPeople(
  ledger: Ledger,
  { users = [], projects = [], invitations = [] }: SeedAccount,
  scope: Scope,
): void {
  const { at } = scope
  for (const [index, { id, email }] of users.entries()) {
    const pointer = `${at}/users/${index}`
    scope.users.add(email, ledger.id('users', id, pointer), pointer)
  }
  for (const [index, { id: given, name, state }] of projects.entries()) {
    const pointer = `${at}/projects/${index}`
    const id = ledger.id('projects', given, pointer)
    scope.projects.add(name, id, pointer)
    if (state !== 'archived') scope.active.push(id)
  }
  for (const [index, user] of users.entries()) layUser(ledger, user, `${at}/users/${index}`, scope)
  for (const [index, invitation] of invitations.entries()) {
    layInvitation(ledger, invitation, `${at}/invitations/${index}`, scope)
  }
}

function layUser(ledger: Ledger, seed: SeedUser, at: string, scope: Scope): void {
  const { email, role = 'member', department = null, designation = null, integrations = {} } = seed
  const account = scope.id
  const id = scope.users.id(email, at)
  const projects = scope.projects.sorted(seed.projects, `${at}/projects`)
  const manager = scope.users.optional(seed.manager, `${at}/manager`)
  ledger.put('users', { id, account, email, role, projects, department, designation, manager })
  ledger.demandApps(Object.keys(integrations), `${at}/integrations`)
  for (const [app, { blocked }] of Object.entries(integrations)) {
    ledger.put('user-integrations', { id: settingId(id, app), account, user: id, app, blocked })
  }
}

function layInvitation(ledger: Ledger, seed: SeedInvitation, at: string, scope: Scope): void {
  const { email, department, designation, manager, role = 'member', status = 'pending' } = seed
  const id = ledger.id('invitations', seed.id, at)
  const projects = scope.projects.sorted(seed.projects, `${at}/projects`)
  const invitedAt = seed.invitedAt ?? now(ledger.platform)
  const person = { email, role, projects, department, designation, manager }
  ledger.put('invitations', { id, account: scope.id, ...person, status, invitedAt })
}
