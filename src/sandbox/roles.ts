import type { Principal } from './principal.js'
import { forbidden } from './problems.js'
import type { AnyRow, Collection } from './rows.js'

/** Where a write would land: the row, or for a creation what the row is going to be. */
export type Target = Pick<AnyRow, 'account' | 'project' | 'owner'> & { id?: string; createdBy?: string | null }

type Right = (who: Principal, target: Target) => boolean

const operator: Right = (who) => who.role === 'operator'

const administrator: Right = (who, { account }) =>
  operator(who, {}) || ((who.role === 'owner' || who.role === 'manager') && who.account === account)

const projectAdministrator: Right = (who, target) =>
  administrator(who, target) ||
  (who.role === 'project-admin' && who.account === target.account && who.projects.includes(target.project ?? ''))

const teammate: Right = (who, { account }) => operator(who, {}) || who.account === account

const creator: Right = (who, { createdBy }) => who.id === createdBy

/** U1, U2: people remove their own connections, administrators anybody's. */
const holderOrAdministrator: Right = (who, target) =>
  administrator(who, target) || creator(who, target) || who.id === target.owner

type Verb = 'create' | 'update' | 'remove'
const all = (right: Right): Record<Verb, Right> => ({ create: right, update: right, remove: right })

/** L12: who may write what. C3: a connection is edited by its creator alone, whoever else may remove it. */
const RIGHTS: Record<Collection, Record<Verb, Right>> = {
  apps: all(operator),
  accounts: { create: operator, update: administrator, remove: operator },
  'project-templates': all(administrator),
  projects: all(administrator),
  groups: all(projectAdministrator),
  users: all(administrator),
  invitations: all(administrator),
  connections: { create: teammate, update: creator, remove: holderOrAdministrator },
  workflows: all(operator),
  'account-integrations': all(administrator),
  'project-integrations': all(projectAdministrator),
  'group-integrations': all(projectAdministrator),
  'user-integrations': all(administrator),
}

/** Throws 403 unless the principal may do this (L12). */
export function demand(who: Principal, verb: Verb, collection: Collection, target: Target): void {
  const place = collection === 'accounts' ? { ...target, account: target.id ?? null } : target
  if (RIGHTS[collection][verb](who, place)) return
  throw forbidden(`${who.name} (${who.role}) may not ${verb} this row of ${collection}.`)
}

/** Throws 403 for any write with a token that may only read. */
export function demandFullToken(who: Principal): void {
  if (who.kind === 'read') throw forbidden('This token may only read.')
}

export const isOperator = (who: Principal): boolean => operator(who, {})

/** Whether the principal administers the account (operator, its owners and managers). */
export const administers = (who: Principal, account: string): boolean => administrator(who, { account })

/** Whether the principal can see a row: operators all, others those of their account; members only their own connections (U1). */
export function sees(who: Principal, collection: Collection, row: Target): boolean {
  if (isOperator(who) || collection === 'apps') return true
  const account = collection === 'accounts' ? row.id : row.account
  if (account !== who.account) return false
  return collection !== 'connections' || who.role !== 'member' || row.owner === who.id || row.createdBy === who.id
}
