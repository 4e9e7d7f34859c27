import { resource } from '../kinds/resource.js'
import { isIn } from '../model/membership.js'
import { child, children, type FieldsByKind, type Resource } from '../model/resource.js'
import type { Draft, Fields, Move } from './draft.js'

/** One thing the platform will do by itself after a write. */
export type Prediction = Move

/** A write that is about to happen: the resource as it stands, and the fields as they will be. */
export interface Write {
  readonly resource: Resource
  readonly parent: Resource | null
  readonly operation: 'create' | 'update' | 'remove'
  readonly after: Fields
}

/** What the platform does by itself after a write, as the sources say: L2, L5, L7, L8, leaving a selection. */
export function predict(draft: Draft, write: Write): Prediction[] {
  const { resource: of, operation } = write
  if (of.kind === 'project' && operation === 'create') return born(draft.account, of as Resource<'project'>)
  if (of.kind === 'project' && (operation === 'remove' || write.after.state === 'archived')) {
    return left(draft.account, of as Resource<'project'>, operation === 'remove')
  }
  if (of.kind === 'group' && operation === 'remove') return groupGone(write.parent as Resource, of as Resource<'group'>)
  if (operation === 'remove' && of.kind === 'user') return departed(draft.account, of.key)
  if (operation === 'remove' && of.kind === 'account') return emptied(draft.account)
  if (of.kind === 'account-integration')
    return accountToggled(draft.account, of as Resource<'account-integration'>, write)
  if (of.kind === 'project-integration' && write.after.enabled === false) {
    return projectClosed(draft.account, write.parent as Resource<'project'>, of.key).filter(
      (each) => each.resource !== of,
    )
  }
  return []
}

/** L5 and narrowing: off closes everything below; a project that is left out is closed, the rest goes on (L13). */
function accountToggled(
  account: Resource<'account'>,
  of: Resource<'account-integration'>,
  { after }: Write,
): Prediction[] {
  const { fields } = of
  const projects = [...children(account, 'project').values()]
  if (fields.enabled && after.enabled === false) {
    return [
      ...projects.flatMap((project) => closeSettings(project, of.key)),
      ...groupsClosed(account, of.key),
      ...ended(
        account,
        [...children(account, 'connection').values()].filter(({ fields }) => fields.app === of.key),
      ),
    ]
  }
  const stays = new Set((after.projects as readonly string[] | undefined) ?? fields.projects)
  return projects
    .filter((project) => isIn(fields.projects, project.key) && !stays.has(project.key))
    .flatMap((project) => projectClosed(account, project, of.key))
}

/** L8: the project's setting, its groups' own, and the connections that stand in it. */
function projectClosed(account: Resource<'account'>, project: Resource<'project'>, app: string): Prediction[] {
  const here = standingIn(account, project.key).filter(({ fields }) => fields.app === app)
  return [...closeSettings(project, app), ...ended(account, here)]
}

type Standing = ReadonlyMap<string | null, readonly Resource<'connection'>[]>
const standing = new WeakMap<Resource<'account'>, Standing>()

/** The connections that stand in a project. Sorted out once a tree, for a plan only takes connections away. */
export function standingIn(account: Resource<'account'>, project: string): Resource<'connection'>[] {
  const live = children(account, 'connection')
  const known = standing.get(account) ?? byProject(live.values())
  standing.set(account, known)
  return (known.get(project) ?? []).filter(({ key }) => live.has(key))
}

function byProject(connections: Iterable<Resource<'connection'>>): Standing {
  const found = new Map<string | null, Resource<'connection'>[]>()
  for (const connection of connections) {
    const here = found.get(connection.fields.project)
    if (here === undefined) found.set(connection.fields.project, [connection])
    else here.push(connection)
  }
  return found
}

function closeSettings(project: Resource<'project'>, app: string): Prediction[] {
  const setting = child(project, 'project-integration', app)
  const own: Prediction[] = setting?.fields.enabled
    ? [{ operation: 'update', resource: setting, parent: project, after: { enabled: false } }]
    : []
  return [...own, ...groupsClosed(project, app)]
}

/** A group's own "on" becomes "inherit"; its "off" stays. */
function groupsClosed(parent: Resource, app: string): Prediction[] {
  return [...children(parent, 'group').values()].flatMap((group): Prediction[] => {
    const own = child(group, 'group-integration', app)
    if (own?.fields.setting !== 'on') return []
    return [{ operation: 'update', resource: own, parent: group, after: { setting: 'inherit' } }]
  })
}

/** Also those that were only asked for: the platform ends whatever has not ended. */
const ended = (account: Resource<'account'>, connections: readonly Resource<'connection'>[]): Prediction[] =>
  connections.map((connection) => ({ operation: 'end', resource: connection, parent: account, after: null }))

/** A connection that was only requested is not in use yet. */
export const isLive = (connection: Resource<'connection'>): boolean => connection.fields.status !== 'requested'

/** An archived or removed project leaves every selection, and is closed for every app. */
function left(account: Resource<'account'>, project: Resource<'project'>, removed: boolean): Prediction[] {
  const selections = [...children(account, 'account-integration').values()].flatMap((integration): Prediction[] => {
    if (!isIn(integration.fields.projects, project.key)) return []
    const projects = integration.fields.projects.filter((name) => name !== project.key)
    return [{ operation: 'update', resource: integration, parent: account, after: { projects } }]
  })
  const apps = new Set([
    ...children(project, 'project-integration').keys(),
    ...[...children(project, 'group').values()].flatMap((group) => [...children(group, 'group-integration').keys()]),
    ...standingIn(account, project.key).map(({ fields }) => fields.app),
  ])
  if (!removed) return [...selections, ...[...apps].flatMap((app) => projectClosed(account, project, app))]
  const groups = [...children(project, 'group').values()].map(
    (group): Prediction => ({ operation: 'remove', resource: group, parent: project, after: null }),
  )
  return [...selections, ...groups, ...dismissed(account, project)]
}

/** Whoever goes leaves groups, and manages nobody any more. */
function departed(account: Resource<'account'>, email: string): Prediction[] {
  const places: Resource[] = [account, ...children(account, 'project').values()]
  const groups = places.flatMap((parent) =>
    [...children(parent, 'group').values()].flatMap((group): Prediction[] => {
      if (!group.fields.members.includes(email)) return []
      const members = group.fields.members.filter((member) => member !== email)
      return [{ operation: 'update', resource: group, parent, after: { members } }]
    }),
  )
  const managed = [...children(account, 'user').values()].filter(({ fields }) => fields.manager === email)
  return [
    ...groups,
    ...managed.map((user): Prediction => {
      return { operation: 'update', resource: user, parent: account, after: { manager: null } }
    }),
  ]
}

/** All that goes with an account, whoever declared it. */
function emptied(account: Resource<'account'>): Prediction[] {
  const gone = (parent: Resource, kind: 'project' | 'group' | 'user' | 'template' | 'invitation') =>
    [...children(parent, kind).values()].map(
      (resource): Prediction => ({ operation: 'remove', resource, parent, after: null }),
    )
  const projects = [...children(account, 'project').values()]
  return [
    ...projects.flatMap((project) => gone(project, 'group')),
    ...(['group', 'project', 'template', 'invitation', 'user'] as const).flatMap((kind) => gone(account, kind)),
  ]
}

/** Who administered a project that goes, administers it no more. */
const dismissed = (account: Resource<'account'>, project: Resource<'project'>): Prediction[] =>
  [...children(account, 'user').values()].flatMap((user): Prediction[] => {
    if (!user.fields.projects.includes(project.key)) return []
    const projects = user.fields.projects.filter((name) => name !== project.key)
    return [{ operation: 'update', resource: user, parent: account, after: { projects } }]
  })

/** A group that goes leaves its project's settings. */
const groupGone = (project: Resource, group: Resource<'group'>): Prediction[] =>
  [...children(project, 'project-integration').values()].flatMap((setting): Prediction[] => {
    if (!setting.fields.groups.includes(group.key)) return []
    const groups = setting.fields.groups.filter((name) => name !== group.key)
    return [{ operation: 'update', resource: setting, parent: project, after: { groups } }]
  })

/** L2 and L7: a new project joins the selections that take new ones, and gets its template's presets there. */
function born(account: Resource<'account'>, project: Resource<'project'>): Prediction[] {
  const selecting = [...children(account, 'account-integration').values()].filter(
    ({ fields }) => fields.enabled && fields.newProjects && project.fields.state === 'active',
  )
  const joins = selecting.map((integration): Prediction => {
    const projects = [...integration.fields.projects, project.key].sort()
    return { operation: 'update', resource: integration, parent: account, after: { projects } }
  })
  return [...joins, ...presets(account, project, new Set(selecting.map(({ key }) => key)))]
}

function presets(account: Resource<'account'>, project: Resource<'project'>, open: ReadonlySet<string>): Prediction[] {
  const { template } = project.fields
  const integrations = template === null ? {} : (child(account, 'template', template)?.fields.integrations ?? {})
  return Object.entries(integrations)
    .filter(([app]) => open.has(app))
    .map(([app, { enabled, groupTypes }]) => {
      const fields: FieldsByKind['project-integration'] = { enabled, groups: [], groupTypes }
      const setting = resource('project-integration', project, app, null, fields)
      return { operation: 'create', resource: setting, parent: project, after: { ...fields } }
    })
}
