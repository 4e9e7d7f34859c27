import type { HoldRule } from '../model/hold.js'
import { isIn } from '../model/membership.js'
import { child, children, type Resource } from '../model/resource.js'

/** The gates of `estate.md`, in the order in which people read them. */
export const GATES = ['registry', 'allowed', 'account', 'project', 'group', 'person', 'dates', 'hold', 'menu'] as const
export type Gate = (typeof GATES)[number]

/** A level that is n/a lets through (L1). */
export type GateState = 'open' | 'closed' | 'n/a'

/** What the gates are judged by: the registry, and what only the estate knows. */
export interface World {
  readonly apps: ReadonlyMap<string, Resource<'app'>>
  /** Which levels the platform has. */
  readonly levels: readonly string[]
  /** False where a date on the way has not come or has passed (E13). */
  readonly dates?: (question: Question) => boolean
  /** Incidents, and the day on which they are judged: after its last day a hold covers nothing. */
  readonly holds?: { readonly day: string; readonly rules: readonly HoldRule[] }
}

/** May this person use this app, in this project of this account? */
export interface Question {
  readonly account: Resource<'account'>
  readonly app: string
  /** Null asks about the account as a whole. */
  readonly project: Resource<'project'> | null
  /** An e-mail address; null for a connection that nobody owns. */
  readonly user: string | null
}

/** Whether a gate is asked about live use, or about what Writ would open or connect. */
export type Purpose = 'live' | 'opening'

/** Judges one gate by itself. */
export function judge(gate: Gate, world: World, question: Question, purpose: Purpose = 'live'): GateState {
  if (gate === 'hold') return openIf(!isHeld(world, question, purpose))
  return JUDGES[gate](world, question)
}

const openIf = (open: boolean): GateState => (open ? 'open' : 'closed')

const JUDGES: Record<Exclude<Gate, 'hold'>, (world: World, question: Question) => GateState> = {
  registry: (world, { app }) => openIf(registered(world.apps.get(app))),
  allowed: (_, { account, app }) => openIf(allows(account, app)),
  account: (world, question) => (world.levels.includes('account') ? accountGate(question) : 'n/a'),
  project: (world, question) => (hasProjects(world, question) ? projectGate(question) : 'n/a'),
  group: (world, question) => (groupsCount(world, question) ? groupGate(world, question) : 'n/a'),
  person: (world, { account, app, user }) =>
    world.levels.includes('person') && user !== null ? openIf(!blocked(account, app, user)) : 'n/a',
  dates: (world, question) => openIf(world.dates?.(question) ?? true),
  menu: (_, { account }) => openIf(account.fields.showIntegrations),
}

/** Installed, active and configured; an upgrade that is pending counts as active (L10, R2). */
const registered = (app: Resource<'app'> | undefined): boolean =>
  app !== undefined && app.fields.state === 'active' && app.fields.configured

/** Is the app in the account's allow-list (T2)? */
export const allows = (account: Resource<'account'>, app: string): boolean =>
  account.fields.allowedApps === 'all' || isIn(account.fields.allowedApps, app)

function accountGate({ account, app, project }: Question): GateState {
  const integration = child(account, 'account-integration', app)?.fields
  if (!integration?.enabled) return 'closed'
  return openIf(project === null || (project.fields.state === 'active' && isIn(integration.projects, project.key)))
}

/** In an account without any project, archived ones counted, the project and group levels do not apply. */
const hasProjects = (world: World, { account }: Question): boolean =>
  world.levels.includes('project') && children(account, 'project').size > 0

const groupsCount = (world: World, question: Question): boolean =>
  world.levels.includes('group') && (hasProjects(world, question) || !world.levels.includes('project'))

function projectGate({ app, project }: Question): GateState {
  return openIf(project !== null && (child(project, 'project-integration', app)?.fields.enabled ?? false))
}

/** The user is in a group for which it is on: the group's own setting first, else the project's groups and types (L9). */
function groupGate({ levels }: World, { account, app, project, user }: Question): GateState {
  // Groups that stand in the account open nothing where the platform has projects.
  const place = levels.includes('project') ? project : account
  const integration = project === null ? undefined : child(project, 'project-integration', app)?.fields
  for (const group of place === null ? [] : children(place, 'group').values()) {
    if (user === null || !isIn(group.fields.members, user)) continue
    if (groupOpen(group, app, integration)) return 'open'
  }
  return 'closed'
}

/** Is the integration on for this group, given what its project says? */
export function groupOpen(
  group: Resource<'group'>,
  app: string,
  project: { readonly groups: readonly string[]; readonly groupTypes: readonly string[] } | undefined,
): boolean {
  const own = child(group, 'group-integration', app)?.fields.setting ?? 'inherit'
  if (own !== 'inherit') return own === 'on'
  const { type } = group.fields
  return (
    project !== undefined && (isIn(project.groups, group.key) || (type !== null && project.groupTypes.includes(type)))
  )
}

const blocked = (account: Resource<'account'>, app: string, email: string): boolean => {
  const user = child(account, 'user', email)
  return user !== undefined && (child(user, 'user-integration', app)?.fields.blocked ?? false)
}

const isHeld = ({ holds }: World, question: Question, purpose: Purpose): boolean =>
  holds?.rules.some((hold) => isClosing(hold, holds.day, question, purpose)) ?? false

/** The holds that close the gate to a question. */
export const holdsOn = ({ holds }: World, question: Question, purpose: Purpose): readonly HoldRule[] =>
  holds?.rules.filter((hold) => isClosing(hold, holds.day, question, purpose)) ?? []

const isClosing = (hold: HoldRule, day: string, question: Question, purpose: Purpose): boolean =>
  hold.until >= day && (hold.close || purpose === 'opening') && isUnder(hold, question)

/** Is what is asked about under a hold, whatever the day? */
export function isUnder({ covers: about }: HoldRule, { account, app, project, user }: Question): boolean {
  return (
    (about.account ?? account.key) === account.key &&
    (about.app ?? app) === app &&
    (about.project === undefined || about.project === project?.key) &&
    (about.user === undefined || about.user === user) &&
    (about.group === undefined || inGroup(about.group, account, project, user))
  )
}

/** `apollo/engineering`, or `engineering` for a group without a project. */
function inGroup(
  path: string,
  account: Resource<'account'>,
  project: Resource<'project'> | null,
  user: string | null,
): boolean {
  const at = path.lastIndexOf('/')
  const parent = at < 0 ? account : child(account, 'project', path.slice(0, at))
  if (parent === undefined || user === null || (at >= 0 && parent.key !== project?.key)) return false
  return child(parent, 'group', path.slice(at + 1))?.fields.members.includes(user) ?? false
}
