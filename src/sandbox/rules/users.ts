import { patchRow, sortedSet } from '../merge.js'
import { forbidden, invalidAt, Problem } from '../problems.js'
import { isOperator } from '../roles.js'
import type { UserRow } from '../rows.js'
import { forget } from '../tokens.js'
import type { Write } from '../write.js'
import type { Behaviour } from './behaviour.js'
import { demandNoConnections, demandRows, demandUnused } from './references.js'

/** Teammates. They come by invitation (U5), so they cannot be created here. */
export const users: Behaviour<'users'> = {
  update: { schema: 'UserUpdate', run: update },
  remove,
}

function update(write: Write, user: UserRow, body: Partial<UserRow>): UserRow {
  const role = body.role ?? user.role
  const projects = role === 'project-admin' ? (body.projects ?? user.projects) : (body.projects ?? [])
  const after = { ...patchRow(user, body), role, projects: sortedSet(projects) }
  demandPlace(write, after)
  if (after.role !== 'owner') demandAnotherOwner(write, user)
  return write.update('users', user, after)
}

/** Role, projects and manager must fit where the user stands. */
function demandPlace(write: Write, user: UserRow): void {
  const { account } = user
  if ((account === null) !== (user.role === 'operator')) {
    throw invalidAt('/role', 'operators belong to the tenant, everybody else to an account')
  }
  if (user.role !== 'project-admin' && user.projects.length > 0) {
    throw invalidAt('/projects', 'only a project-admin administers projects')
  }
  const here = (row: { account?: string | null }) => row.account === account
  demandRows(write.store, 'projects', user.projects, (index) => `/projects/${index}`, here)
  if (user.manager === null) return
  if (user.manager === user.id) throw invalidAt('/manager', 'nobody manages themselves')
  demandRows(write.store, 'users', [user.manager], () => '/manager', here)
}

/** Nobody removes or demotes the last owner of an account. */
function demandAnotherOwner(write: Write, user: UserRow): void {
  if (user.role !== 'owner') return
  const owners = write.store.find('users', { account: user.account }).filter(({ role }) => role === 'owner')
  if (owners.length === 1) throw new Problem('last-owner', `${user.email} is the last owner of the account.`)
}

function remove(write: Write, user: UserRow): void {
  const { store } = write
  if (user.id === write.actor.id) throw new Problem('own-credential', 'Nobody removes the user they act as.')
  if (user.account === null && !isOperator(write.actor)) throw forbidden('Only operators remove operators.')
  demandAnotherOwner(write, user)
  demandNoConnections(store, { subject: user.id }, 'user’s name')
  if (user.account !== null) leaveAccount(write, user, user.account)
  forget(store, user.id)
  write.remove('users', user)
}

function leaveAccount(write: Write, user: UserRow, account: string): void {
  const { store } = write
  demandUnused(store, account, 'users', [user.id])
  for (const row of store.find('user-integrations', { subject: user.id })) {
    write.remove('user-integrations', row, 'platform')
  }
  for (const group of store.find('groups', { account })) {
    const members = group.members.filter((id) => id !== user.id)
    write.update('groups', group, { ...group, members }, 'platform')
  }
  for (const other of store.find('users', { account })) {
    if (other.manager === user.id) write.update('users', other, { ...other, manager: null }, 'platform')
  }
}
