import { parseAddress } from '../model/address.js'
import type { Change } from '../model/generated/plan.js'
import { enforced, type Gate } from './gate.js'
import type { Powers } from './powers.js'

/** L12: a write that the platform would refuse for its author's role is found before the first one, not half-way. */
export const roles: Gate = (judged) => {
  const { powers } = judged
  if (powers.operator) return []
  return enforced(judged)
    .filter((change) => !mayWrite(powers, change))
    .map(({ address: subject }) => ({
      rule: 'roles',
      effect: 'refuse',
      subject,
      message: `${powers.name} has no role that may write this`,
    }))
}

/** Owners and managers: their account and all below, but registry, menu, allow-list and labels. */
function mayWrite(powers: Powers, change: Change): boolean {
  const { kind, parts } = parseAddress(change.address)
  const [first = ''] = parts
  const isLive = kind === 'connection' && parts.length === 1
  const account = isLive ? powers.accountOf(first) : kind === 'app' ? undefined : first
  if (account !== undefined && powers.accounts.has(account)) return !isOperatorsOnly(kind, change)
  return mayAdministerProject(powers, kind, parts, change)
}

const OPERATORS_ONLY = ['labels', 'showIntegrations', 'allowedApps']

const isOperatorsOnly = (kind: string, { operation, after }: Change): boolean =>
  (kind === 'account' && operation === 'create') ||
  OPERATORS_ONLY.some((field) => after !== null && field in after && !isEmpty(after[field]))

/** What is born without labels states none. */
const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

/** Project administrators: the project and group levels of their projects. */
function mayAdministerProject({ projects }: Powers, kind: string, parts: readonly string[], change: Change): boolean {
  const isTheirs = projects.has(parts.slice(0, 2).join('/'))
  const isLevel = (kind === 'project' && change.address.includes('#')) || (kind === 'group' && parts.length === 3)
  return isTheirs && isLevel && !isOperatorsOnly(kind, change)
}
