import { address } from '../../model/address.js'
import { wanted } from '../../model/desired.js'
import type { Problem, Waiting } from '../../model/problem.js'
import { children, type Resource } from '../../model/resource.js'
import type { AccountContext } from '../context.js'
import { connectionAddress } from '../revoke.js'
import { standings } from '../rules/standing.js'
import type { Connecting } from './index.js'
import { personalAddress } from './personal.js'

/** Connections that wait for their owners: what documents want is pending, what nobody names is a finding (U3, U6). */
export function waitingConnections(context: AccountContext): Connecting {
  const { draft, desired, wantedApps } = context
  const problems: Problem[] = []
  const waiting: Waiting[] = []
  const open = [...children(draft.account, 'connection').values()].filter(
    ({ fields }) => fields.status !== 'active' && wantedApps.has(fields.app),
  )
  const standingOf = open.length === 0 ? () => 'undeclared' : standings(desired)
  for (const connection of open) {
    const standing = standingOf(connection)
    if (standing === 'declared' || standing === 'wished') waiting.push(consent(context, connection))
    else if (connection.fields.status === 'needs-reauth') problems.push(needsReauth(connection))
  }
  return { problems, waiting }
}

function consent({ desired, draft: { account } }: AccountContext, { key, fields }: Resource<'connection'>): Waiting {
  const { owner, status, app, name, requestedAt } = fields
  const again = status === 'needs-reauth' ? ' again' : ''
  const message = `waits for ${owner ?? 'somebody'} to give consent${again} at ${app}`
  const declared = wanted(desired.wanted, 'connection').get(key)
  const personal = desired.personal.find((each) => each.user === owner && each.app === app)
  const told = { waitsFor: 'consent', since: requestedAt, message } as const
  if (declared !== undefined || personal === undefined) {
    const at = address('connection', account.key, app, declared?.fields.name ?? name ?? key)
    return { ...told, address: at, statements: declared?.said['*'] ?? [] }
  }
  return { ...told, address: personalAddress(account, personal), statements: [personal.statement] }
}

const needsReauth = ({ key, fields: { owner, app } }: Resource<'connection'>): Problem => ({
  code: 'connection/needs-reauth',
  severity: 'info',
  address: connectionAddress(key),
  message: `${owner ?? 'nobody'} has to give consent again at ${app} before it works`,
  statements: [],
})
