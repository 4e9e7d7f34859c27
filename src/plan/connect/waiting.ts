import { wanted } from '../../model/desired.js'
import type { Problem, Waiting } from '../../model/problem.js'
import { children, type Resource } from '../../model/resource.js'
import type { AccountContext } from '../context.js'
import { connectionAddress } from '../revoke.js'
import { standings } from '../rules/standing.js'
import type { Connecting } from './index.js'

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

function consent({ desired }: AccountContext, { key, fields }: Resource<'connection'>): Waiting {
  const { owner, status, app, requestedAt } = fields
  const again = status === 'needs-reauth' ? ' again' : ''
  const personal = desired.personal.find((each) => each.user === owner && each.app === app)
  const own = wanted(desired.wanted, 'connection').get(key)?.said['*']
  return {
    address: connectionAddress(key),
    waitsFor: 'consent',
    since: requestedAt,
    message: `waits for ${owner ?? 'somebody'} to give consent${again} at ${app}`,
    statements: own ?? (personal === undefined ? [] : [personal.statement]),
  }
}

const needsReauth = ({ key, fields: { owner, app } }: Resource<'connection'>): Problem => ({
  code: 'connection/needs-reauth',
  severity: 'info',
  address: connectionAddress(key),
  message: `${owner ?? 'nobody'} has to give consent again at ${app} before it works`,
  statements: [],
})
