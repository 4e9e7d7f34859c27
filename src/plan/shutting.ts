import type { World } from '../access/gates.js'
import { mayConnect, mayUse, permitted } from '../access/permission.js'
import { everywhere } from '../access/places.js'
import { wanted } from '../model/desired.js'
import { children, type Resource } from '../model/resource.js'
import type { AccountContext } from './context.js'
import type { Prediction } from './predict.js'
import type { Proposal } from './propose.js'
import { isProtected, peopleIn } from './protected.js'
import { simulated } from './simulate.js'

/**
 * Why a change would shut what is protected without naming it: somebody protected could use or connect an app no more,
 * somewhere or through some connection, or a protected connection would not be permitted any more. Whatever the way:
 * membership, a selection, an allow-list, an archived project, a first project. Null where nothing is shut.
 */
export function whyShut(
  context: AccountContext,
  proposal: Proposal,
  predictions: readonly Prediction[],
): string | null {
  if (!guardsHere(context)) return null
  const before = kept(context, proposal)
  if (before.size === 0) return null
  const after = simulated(proposal, predictions, () => kept(context, proposal))
  const lost = [...before].find(([what]) => !after.has(what))
  return lost === undefined ? null : lost[1]
}

/** Is anybody, or a connection, of this account protected? */
function guardsHere({ settings: { protect }, draft: { account } }: AccountContext): boolean {
  if ((protect.users ?? []).length === 0 && (protect.connections ?? []).length === 0) return false
  const connections = protect.connections?.length ? [...children(account, 'connection').values()] : []
  return peopleIn(account, protect).length > 0 || connections.some((each) => isProtected(each, protect))
}

/** What protection keeps open as the draft stands, each with what to say once it is gone. */
function kept(context: AccountContext, proposal: Proposal): Map<string, string> {
  const { settings, draft, world, desired } = context
  const { account } = draft
  const free: World = { apps: world.apps, levels: world.levels }
  const people = peopleIn(account, settings.protect)
  const found = new Map<string, string>()
  for (const app of children(account, 'account-integration').keys()) {
    for (const project of everywhere(free, account)) {
      for (const user of people) {
        const question = { account, app, project, user }
        const taken = `it would take ${app} from the protected user ${user}`
        if (mayUse(free, question)) found.set(JSON.stringify(['use', user, app, project?.key]), taken)
        if (mayConnect(free, question)) found.set(JSON.stringify(['connect', user, app, project?.key]), taken)
      }
    }
  }
  for (const connection of children(account, 'connection').values()) {
    const { key, fields } = connection
    for (const user of people.filter((each) => isUsable(context, connection, each, proposal)))
      found.set(
        JSON.stringify(['through', user, key]),
        `it would take the connection ${key} from the protected user ${user}`,
      )
    const isDeclared = wanted(desired.wanted, 'connection').get(key)?.absent === false
    if (isProtected(connection, settings.protect) && permitted(free, account, fields, isDeclared))
      found.set(
        JSON.stringify(['permitted', key]),
        `it would close the way of the protected connection ${fields.name ?? key}`,
      )
  }
  return found
}

/** Only a change of who may use it, or of a group, can take a connection from somebody who keeps the app (C4). */
function isUsable(
  { draft: { account } }: AccountContext,
  { key, fields: { usableBy } }: Resource<'connection'>,
  user: string,
  { resource }: Proposal,
): boolean {
  if (resource.kind !== 'connection' && resource.kind !== 'group') return false
  if (usableBy === 'everyone') return resource.key === key
  return (
    usableBy.users.includes(user) ||
    usableBy.groups.some((path) => groupAt(account, path)?.fields.members.includes(user))
  )
}

function groupAt(account: Resource<'account'>, path: string): Resource<'group'> | undefined {
  const [first = '', second] = path.split('/')
  if (second === undefined) return children(account, 'group').get(first)
  const project = children(account, 'project').get(first)
  return project === undefined ? undefined : children(project, 'group').get(second)
}
