import { allows } from '../access/gates.js'
import { type Address, integrationsAddress } from '../model/address.js'
import { isIn } from '../model/membership.js'
import { child, type Resource } from '../model/resource.js'
import type { AccountContext, Pair } from './context.js'

/** A level above that is closed, so that opening below it would be refused (L14). */
export interface Closed {
  readonly address: Address
  readonly message: string
}

/** What above a wanted setting is closed in the draft; null where it may be opened. */
export function closedAbove({ draft: { account } }: AccountContext, { wanted, parent, project }: Pair): Closed | null {
  const app = wanted.key
  if (wanted.kind === 'account-integration') return notAllowed(account, app)
  if (wanted.kind === 'project-integration') return projectUnselected(account, parent as Resource<'project'>, app)
  if (wanted.kind !== 'group-integration') return null
  if (project === null) return accountOff(account, app)
  return projectUnselected(account, project, app) ?? projectOff(project, app)
}

/** Does this pair want something to be open? */
export const wantsOpen = ({ wanted: { fields } }: Pair): boolean =>
  ('enabled' in fields && fields.enabled === true) || ('setting' in fields && fields.setting === 'on')

const notAllowed = (account: Resource<'account'>, app: string): Closed | null =>
  allows(account, app)
    ? null
    : { address: account.address, message: `${app} is not among the apps that ${account.key} is allowed` }

function accountOff(account: Resource<'account'>, app: string): Closed | null {
  if (child(account, 'account-integration', app)?.fields.enabled) return null
  return { address: integrationsAddress(account.address, app), message: `${app} is off in the account ${account.key}` }
}

function projectUnselected(account: Resource<'account'>, project: Resource<'project'>, app: string): Closed | null {
  const off = accountOff(account, app)
  if (off !== null) return off
  const selected = isIn(child(account, 'account-integration', app)?.fields.projects ?? [], project.key)
  if (selected && project.fields.state === 'active') return null
  if (selected) return { address: project.address, message: `${project.key} is archived` }
  const message = `the account does not select ${project.key} for ${app}`
  return { address: integrationsAddress(account.address, app), message }
}

function projectOff(project: Resource<'project'>, app: string): Closed | null {
  if (child(project, 'project-integration', app)?.fields.enabled) return null
  return { address: integrationsAddress(project.address, app), message: `${app} is off in the project ${project.key}` }
}
