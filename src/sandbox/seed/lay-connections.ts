import { now } from '../platform.js'
import type { UsableBy } from '../rows.js'
import type { SeedAccount, SeedConnection } from './format.js'
import type { Ledger, Scope } from './ledger.js'

/** Connections, and the workflows that use them by id or by name. */
export function layConnections(ledger: Ledger, { connections = [], workflows = [] }: SeedAccount, scope: Scope): void {
  const known = ledger.names('connection')
  for (const [index, seed] of connections.entries()) {
    const at = `${scope.at}/connections/${index}`
    const id = ledger.id('connections', seed.id, at)
    known.add(id, id, at)
    // Names are unique within an app only; a workflow that means the second one gives its id.
    if (seed.name !== undefined && !known.has(seed.name)) known.add(seed.name, id, at)
    layConnection(ledger, seed, at, scope, id)
  }
  for (const [index, { id: given, name, connections: used }] of workflows.entries()) {
    const at = `${scope.at}/workflows/${index}`
    const id = ledger.id('workflows', given, at)
    ledger.put('workflows', { id, account: scope.id, name, connections: known.sorted(used, `${at}/connections`) })
  }
}

function layConnection(ledger: Ledger, seed: SeedConnection, at: string, scope: Scope, id: string): void {
  const { app, name = null, externalAccount = null, status = 'active', scopes = [], lastUsedAt = null } = seed
  ledger.apps.id(app, `${at}/app`)
  const project = scope.projects.optional(seed.project, `${at}/project`)
  const owner = scope.users.optional(seed.owner, `${at}/owner`)
  const createdBy = seed.createdBy === undefined ? owner : scope.users.id(seed.createdBy, `${at}/createdBy`)
  const holder = seed.holder ?? (owner === null ? 'installation' : 'person')
  const usableBy = usableByOf(seed, at, scope)
  const createdAt = seed.createdAt ?? now(ledger.platform)
  const whose = { owner, holder, externalAccount, status, createdBy, usableBy, scopes } as const
  const requestedAt = seed.requestedAt ?? (status === 'requested' ? createdAt : null)
  ledger.put('connections', { id, account: scope.id, app, project, name, ...whose, createdAt, lastUsedAt, requestedAt })
}

function usableByOf({ usableBy = 'everyone' }: SeedConnection, at: string, { users, groups }: Scope): UsableBy {
  if (usableBy === 'everyone') return usableBy
  return {
    users: users.sorted(usableBy.users, `${at}/usableBy/users`),
    groups: groups.sorted(usableBy.groups, `${at}/usableBy/groups`),
  }
}
