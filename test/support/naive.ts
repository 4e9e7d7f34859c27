import type { Platform, Rows } from './client.js'

/**
 * The gates of `estate.md` over a platform's rows, written once more and as plainly as the table there. The platform
 * and the engine have their own; where the three differ, somebody misread.
 */

/** All rows of a platform, list by list. */
export type State = { readonly [C in keyof Rows]: readonly Rows[C][] }

export type Gate = 'registry' | 'allowed' | 'account' | 'project' | 'group' | 'person' | 'menu' | 'hold'
export type Verdict = 'open' | 'closed' | 'n/a'

/** Ids, and the app's name. Without a project it is asked about the account as a whole. */
export interface Question {
  account: string
  app: string
  project: string | null
  user: string | null
}

const openIf = (open: boolean | undefined): Verdict => (open ? 'open' : 'closed')

export function gate(state: State, name: Gate, { account, app, project, user }: Question): Verdict {
  const hasProjects = state.projects.some((each) => each.account === account)
  const row = state.accounts.find(({ id }) => id === account)
  if (name === 'registry') {
    const found = state.apps.find((each) => each.name === app)
    return openIf(found && ['active', 'upgrade-pending'].includes(found.status) && found.configured)
  }
  if (name === 'allowed') return openIf(row && (row.allowedApps === 'all' || row.allowedApps.includes(app)))
  if (name === 'menu') return openIf(row?.showIntegrations)
  if (name === 'account') {
    const setting = state['account-integrations'].find((each) => each.account === account && each.app === app)
    return openIf(setting?.enabled && (project === null || setting.projects.includes(project)))
  }
  if (name === 'person') {
    if (user === null) return 'n/a'
    return openIf(!state['user-integrations'].some((each) => each.user === user && each.app === app && each.blocked))
  }
  if (!hasProjects) return 'n/a'
  const setting = state['project-integrations'].find((each) => each.project === project && each.app === app)
  if (name === 'project') return openIf(project !== null && setting?.enabled)
  const groups = state.groups.filter((each) => each.account === account && each.project === project)
  return openIf(
    groups.some((group) => user !== null && group.members.includes(user) && isOn(state, group, setting, app)),
  )
}

/** The group's own setting first, else the union of the project's groups and types. */
function isOn(
  state: State,
  group: Rows['groups'],
  setting: Rows['project-integrations'] | undefined,
  app: string,
): boolean {
  const own = state['group-integrations'].find((each) => each.group === group.id && each.app === app)?.setting
  if (own === 'on' || own === 'off') return own === 'on'
  if (setting === undefined) return false
  return setting.groups.includes(group.id) || (group.type !== null && setting.groupTypes.includes(group.type))
}

const USING: readonly Gate[] = ['registry', 'allowed', 'account', 'project', 'group', 'person']

const closedFor = (state: State, gates: readonly Gate[], question: Question): Gate[] =>
  gates.filter((name) => gate(state, name, question) === 'closed')

/** A way in which a connection may be permitted: the gates it passes, and those of them that are closed. */
export interface Way {
  question: Question
  closed: Gate[]
}

/** Every way in which a connection may be permitted. It is when one of them has no closed gate. */
export function ways(state: State, connection: Rows['connections'], declared: boolean): Way[] {
  const { account, app, project, owner } = connection
  const way = (gates: readonly Gate[], of: string | null): Way => {
    const question = { account, app, project: of, user: owner }
    return { question, closed: closedFor(state, gates, question) }
  }
  if (project !== null && owner === null) return [way(['registry', 'allowed', 'account', 'project'], project)]
  if (project !== null) return [way(USING, project)]
  if (owner === null || declared) return [way(['registry', 'allowed', 'account'], null)]
  const projects = state.projects.filter((each) => each.account === account)
  return projects.length > 0 ? projects.map(({ id }) => way(USING, id)) : [way(USING, null)]
}

export const permitted = (state: State, connection: Rows['connections'], declared: boolean): boolean =>
  ways(state, connection, declared).some(({ closed }) => closed.length === 0)

/** Live: neither ended nor only asked for. */
export const isLive = ({ status }: Rows['connections']): boolean => status === 'active' || status === 'needs-reauth'

const COLLECTIONS = [
  ...(['apps', 'accounts', 'project-templates', 'projects', 'groups', 'users', 'invitations', 'connections'] as const),
  ...(['workflows', 'account-integrations', 'project-integrations', 'group-integrations'] as const),
  'user-integrations' as const,
]

/** Reads everything. Ended connections are not listed; audit events are asked for apart. */
export async function readState(platform: Platform): Promise<State> {
  const lists = await Promise.all(COLLECTIONS.map(async (name) => [name, await platform.list(name)] as const))
  return { 'audit-events': [], effective: [], ...Object.fromEntries(lists) } as unknown as State
}
