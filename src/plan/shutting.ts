import type { World } from '../access/gates.js'
import { mayConnect, mayUse, mayUseAnywhere, permitted } from '../access/permission.js'
import { everywhere } from '../access/places.js'
import { KINDS } from '../kinds/index.js'
import { wanted } from '../model/desired.js'
import type { Protect } from '../model/generated/documents.js'
import { children, type Resource } from '../model/resource.js'
import { merged } from './compare.js'
import type { AccountContext } from './context.js'
import type { Prediction } from './predict.js'
import type { Proposal } from './propose.js'
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

/** Mail knows no case, and protection must not miss somebody for it. */
const peopleIn = (account: Resource<'account'>, { users = [] }: Protect): string[] => {
  const named = new Set(users.map((each) => each.toLowerCase()))
  return named.size === 0 ? [] : [...children(account, 'user').keys()].filter((user) => named.has(user.toLowerCase()))
}

/** By its id or its name. */
export const isProtected = (
  { key, fields: { name } }: Resource<'connection'>,
  { connections = [] }: Protect,
): boolean => connections.includes(key) || (name !== null && connections.includes(name))

/** Protected people of an account who may use an app anywhere in it. */
export const protectedUsers = (world: World, account: Resource<'account'>, app: string, protect: Protect): string[] =>
  peopleIn(account, protect).filter((user) => mayUseAnywhere(world, account, app, user))

/** The apps that a change shuts where they are on: by what the platform does after it, or because the place itself goes. */
export function appsShut({ operation, resource }: Proposal, predictions: readonly Prediction[]): string[] {
  const gone = predictions.filter((each) => each.operation === 'remove').map((each) => each.resource)
  const places = operation === 'remove' ? [resource, ...gone] : gone
  return [...predictions.filter(narrows).map((each) => each.resource.key), ...places.flatMap(appsOnIn)]
}

function narrows({ operation, resource, after }: Prediction): boolean {
  if (operation !== 'update' || !resource.kind.endsWith('-integration')) return false
  const { direction } = KINDS[resource.kind]
  const will = merged(resource.fields, after ?? {})
  const moves = direction(resource.fields as never, will as never)
  return moves === 'closes' || moves === 'mixed'
}

/** The apps that are on in an account, a project or a group, each level by its own switch. */
function appsOnIn(place: Resource): string[] {
  const on = (kind: 'account-integration' | 'project-integration') =>
    [...children(place, kind).values()].filter(({ fields }) => fields.enabled).map(({ key }) => key)
  const own = [...children(place, 'group-integration').values()].filter(({ fields }) => fields.setting === 'on')
  return [...on('account-integration'), ...on('project-integration'), ...own.map(({ key }) => key)]
}
