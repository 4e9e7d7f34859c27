/**
 * Who may use what, once more and as plainly as possible: written from the words of `estate.md`, sharing nothing with
 * `src/access`, slow and without cleverness. Tests hold the two against each other.
 */
export interface NaiveGroup {
  readonly name: string
  readonly type: string | null
  readonly members: readonly string[]
  /** The group's own setting, by app; what is left out inherits. */
  readonly own: Readonly<Record<string, 'on' | 'off' | 'inherit'>>
}

export interface NaiveProject {
  readonly name: string
  readonly archived: boolean
  readonly integrations: Readonly<
    Record<string, { readonly enabled: boolean; readonly groups: readonly string[]; readonly types: readonly string[] }>
  >
  readonly groups: readonly NaiveGroup[]
}

export interface NaiveWorld {
  /** The levels that the platform has. */
  readonly levels: readonly string[]
  readonly apps: readonly { readonly name: string; readonly active: boolean; readonly configured: boolean }[]
  readonly menu: boolean
  readonly allowed: 'all' | readonly string[]
  readonly integrations: Readonly<Record<string, { readonly enabled: boolean; readonly projects: readonly string[] }>>
  readonly projects: readonly NaiveProject[]
  /** Groups without a project. */
  readonly groups: readonly NaiveGroup[]
  /** `user app` of each person whose own entry says false. */
  readonly blocked: readonly string[]
  /** Apps that a date on the way closes. */
  readonly outOfDate: readonly string[]
  /** Apps under a Hold with `close: true`. */
  readonly heldClosed: readonly string[]
  /** Apps under a Hold without it. */
  readonly held: readonly string[]
}

export interface NaiveConnection {
  readonly app: string
  readonly project: string | null
  readonly owner: string | null
  /** Does a Connection document name it? */
  readonly declared: boolean
}

type Answer = 'open' | 'closed' | 'n/a'
const answer = (isOpen: boolean): Answer => (isOpen ? 'open' : 'closed')

/** The app is installed, active and configured on the platform. */
export const registry = (world: NaiveWorld, app: string): Answer =>
  answer(world.apps.some(({ name, active, configured }) => name === app && active && configured))

/** The app is in the account's allow-list. */
export const allowed = (world: NaiveWorld, app: string): Answer =>
  answer(world.allowed === 'all' || world.allowed.includes(app))

/** The integration is enabled for the account and the project is selected; an archived project counts as left out. */
export function account(world: NaiveWorld, app: string, project: string | null): Answer {
  if (!world.levels.includes('account')) return 'n/a'
  const integration = world.integrations[app]
  if (integration === undefined || !integration.enabled) return 'closed'
  if (project === null) return 'open'
  const isArchived = world.projects.some(({ name, archived }) => name === project && archived)
  return answer(integration.projects.includes(project) && !isArchived)
}

/** The integration is enabled in the project; n/a in an account that has no project, archived ones counted. */
export function project(world: NaiveWorld, app: string, name: string | null): Answer {
  if (!world.levels.includes('project') || world.projects.length === 0) return 'n/a'
  const found = world.projects.find((each) => each.name === name)
  return answer(found?.integrations[app]?.enabled === true)
}

/** The user is in a group of the project for which it is on. */
export function group(world: NaiveWorld, app: string, name: string | null, user: string): Answer {
  if (!world.levels.includes('group')) return 'n/a'
  if (world.levels.includes('project') && world.projects.length === 0) return 'n/a'
  const place = world.projects.find((each) => each.name === name)
  // Where the platform has no projects, groups stand in the account and have only their own setting.
  const groups = world.levels.includes('project') ? (place?.groups ?? []) : world.groups
  const on = place?.integrations[app]
  for (const each of groups) {
    if (!each.members.includes(user)) continue
    const own = each.own[app] ?? 'inherit'
    if (own === 'on') return 'open'
    if (own === 'off') continue
    if (on?.groups.includes(each.name)) return 'open'
    if (each.type !== null && on?.types.includes(each.type)) return 'open'
  }
  return 'closed'
}

/** The user's own entry does not say false. */
export const person = (world: NaiveWorld, app: string, user: string): Answer =>
  world.levels.includes('person') ? answer(!world.blocked.includes(`${user} ${app}`)) : 'n/a'

export const dates = (world: NaiveWorld, app: string): Answer => answer(!world.outOfDate.includes(app))

/** Without `close: true` it is closed only for what Writ would open or connect. */
export const hold = (world: NaiveWorld, app: string, isOpening: boolean): Answer =>
  answer(!world.heldClosed.includes(app) && !(isOpening && world.held.includes(app)))

export const menu = (world: NaiveWorld): Answer => answer(world.menu)

/** All gates but menu. */
export function mayUse(world: NaiveWorld, app: string, place: string | null, user: string): boolean {
  if (registry(world, app) === 'closed') return false
  if (allowed(world, app) === 'closed') return false
  if (account(world, app, place) === 'closed') return false
  if (project(world, app, place) === 'closed') return false
  if (group(world, app, place, user) === 'closed') return false
  if (person(world, app, user) === 'closed') return false
  if (dates(world, app) === 'closed') return false
  return hold(world, app, false) !== 'closed'
}

/** mayUse and menu. */
export const mayConnect = (world: NaiveWorld, app: string, place: string | null, user: string): boolean =>
  mayUse(world, app, place, user) && menu(world) === 'open'

/** A live connection is permitted while its owner mayUse its app in its project; an account-wide one, in any project. */
export function permitted(world: NaiveWorld, { app, project: place, owner, declared }: NaiveConnection): boolean {
  if (owner === null || (declared && place === null)) {
    // "needs registry, allowed, account, dates and hold only; one without an owner in a project the project gate too"
    if (registry(world, app) === 'closed' || allowed(world, app) === 'closed') return false
    if (account(world, app, place) === 'closed') return false
    if (dates(world, app) === 'closed' || hold(world, app, false) === 'closed') return false
    return place === null || project(world, app, place) !== 'closed'
  }
  if (place !== null) return mayUse(world, app, place, owner)
  if (world.projects.length === 0) return mayUse(world, app, null, owner)
  return world.projects.some(({ name }) => mayUse(world, app, name, owner))
}
