import type { Question, World } from '../../src/access/gates.js'
import { resource } from '../../src/kinds/resource.js'
import { sorted } from '../../src/model/canonical.js'
import { attach, child, type Resource } from '../../src/model/resource.js'
import type { NaiveGroup, NaiveProject, NaiveWorld } from '../support/naive-access.js'

export const LEVELS = ['account', 'project', 'group', 'person']

/** Slack stands open for ana on every level of one project; tests close what they are about. */
export const OPEN: NaiveWorld = {
  levels: LEVELS,
  apps: [{ name: 'slack', active: true, configured: true }],
  menu: true,
  allowed: ['slack'],
  integrations: { slack: { enabled: true, projects: ['apollo'] } },
  projects: [
    {
      name: 'apollo',
      archived: false,
      integrations: { slack: { enabled: true, groups: ['engineering'], types: [] } },
      groups: [{ name: 'engineering', type: null, members: ['ana'], own: {} }],
    },
  ],
  groups: [],
  blocked: [],
  outOfDate: [],
  heldClosed: [],
  held: [],
}

/** The day of these tests. */
export const DAY = '2026-11-22'

/** A naive world in the shapes that the gates of the engine read. */
export function build(naive: NaiveWorld): { world: World; account: Resource<'account'> } {
  return { world: worldOf(naive), account: accountOf(naive) }
}

/** The question about one person in one project of a built account. */
export const ask = (
  account: Resource<'account'>,
  app: string,
  project: string | null,
  user: string | null,
): Question => ({
  account,
  app,
  project: project === null ? null : (child(account, 'project', project) ?? null),
  user,
})

function worldOf({ levels, apps, outOfDate, held, heldClosed }: NaiveWorld): World {
  const rule = (app: string, close: boolean) => ({ covers: { app }, close, until: DAY })
  return {
    levels,
    apps: new Map(apps.map(({ name, active, configured }) => [name, appOf(name, active, configured)])),
    dates: ({ app }) => !outOfDate.includes(app),
    holds: { day: DAY, rules: [...held.map((app) => rule(app, false)), ...heldClosed.map((app) => rule(app, true))] },
  }
}

const appOf = (name: string, active: boolean, configured: boolean): Resource<'app'> =>
  resource('app', null, name, null, {
    displayName: name,
    provider: name,
    description: '',
    category: 'other',
    auth: 'oauth2',
    uses: [],
    state: active ? 'active' : 'inactive',
    version: '1.0.0',
    settings: {},
    configured,
  })

function accountOf(naive: NaiveWorld): Resource<'account'> {
  const allowedApps = naive.allowed === 'all' ? 'all' : sorted(naive.allowed)
  const fields = { name: 'acme', labels: {}, showIntegrations: naive.menu, allowedApps } as const
  const account = resource('account', null, 'acme', null, fields)
  for (const [app, { enabled, projects }] of Object.entries(naive.integrations)) {
    const setting = { enabled, projects: sorted(projects), newProjects: false }
    attach(account, resource('account-integration', account, app, null, setting))
  }
  for (const project of naive.projects) addProject(account, project)
  for (const group of naive.groups) addGroup(account, group)
  for (const pair of naive.blocked) block(account, pair)
  return account
}

function addProject(account: Resource<'account'>, { name, archived, integrations, groups }: NaiveProject): void {
  const state = archived ? 'archived' : 'active'
  const project = attach(account, resource('project', account, name, null, { name, labels: {}, state, template: null }))
  for (const [app, { enabled, groups: named, types }] of Object.entries(integrations)) {
    const setting = { enabled, groups: sorted(named), groupTypes: sorted(types) }
    attach(project, resource('project-integration', project, app, null, setting))
  }
  for (const group of groups) addGroup(project, group)
}

function addGroup(parent: Resource, { name, type, members, own }: NaiveGroup): void {
  const fields = { name, labels: {}, type, members: sorted(members) }
  const group = attach(parent, resource('group', parent, name, null, fields))
  for (const [app, setting] of Object.entries(own)) {
    attach(group, resource('group-integration', group, app, null, { setting }))
  }
}

function block(account: Resource<'account'>, pair: string): void {
  const [email = '', app = ''] = pair.split(' ')
  const fields = { role: 'member', projects: [], department: null, designation: null, manager: null } as const
  const user = child(account, 'user', email) ?? attach(account, resource('user', account, email, null, fields))
  attach(user, resource('user-integration', user, app, null, { blocked: true }))
}
