// Plans one lopsided account, or very many accounts, made up in memory: processor time of the planning alone.
import { setFlagsFromString } from 'node:v8'
import { finish, planOver } from '../../dist/engine.js'

// As bin/writ.js does.
setFlagsFromString('--no-allocation-site-pretenuring')

const source = {
  file: 'made-up.yaml',
  locate: () => ({ file: 'made-up.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 }),
}
const document = (kind, value) => ({ kind, value: { kind, ...value }, source })
const many = (count, make) => Array.from({ length: count }, (_, index) => make(index))

const app = {
  ...{ id: 'app_1', name: 'slack', displayName: 'Slack', description: '', category: 'other', auth: 'oauth2', uses: [] },
  ...{ status: 'active', configured: true, version: '1', settings: { clientId: 'slack' } },
}
const account = (index) => ({
  ...{ id: `acc_${index}`, name: `account-${index}`, labels: {}, showIntegrations: true, allowedApps: 'all' },
})
const project = (index) => ({
  ...{ id: `prj_${index}`, account: 'acc_0', name: `project-${index}`, labels: {}, state: 'active', template: null },
})
const team = (index, members) => ({
  ...{
    id: `grp_${index}`,
    account: 'acc_0',
    project: `prj_${index}`,
    name: 'team',
    labels: {},
    type: 'internal',
    members,
  },
})
const user = (index) => ({
  ...{ id: `usr_${index}`, account: 'acc_0', email: `user-${index}@acme.example`, role: 'member', projects: [] },
  ...{ department: null, designation: null, manager: null },
})
const connection = (index, owner, place) => ({
  ...{ id: `con_${index}`, account: 'acc_0', app: 'slack', project: place, name: `connection-${index}`, owner },
  ...{ holder: 'person', externalAccount: null, status: 'active', createdBy: owner, usableBy: 'everyone' },
})
const toggle = (projects) => ({
  ...{ id: 'acc_0.slack', account: 'acc_0', app: 'slack', enabled: true, projects, newProjects: true, problem: null },
})
const setting = (index) => ({
  ...{ id: `prj_${index}.slack`, account: 'acc_0', project: `prj_${index}`, app: 'slack', enabled: true },
  ...{ groups: [], groupTypes: ['internal'] },
})

const slack = document('App', { name: 'slack', state: 'active' })
const open = { slack: { enabled: true, projects: 'all' } }
const narrow = { slack: { enabled: true, projects: ['project-0'], newProjects: false } }
const declared = (integrations) => document('Account', { name: 'account-0', integrations })
const closed = (index) =>
  document('Project', { account: 'account-0', name: `project-${index}`, integrations: { slack: { enabled: false } } })

/** An account with very many projects, each with a group and a connection of somebody of its own. */
const wide = (count, place) => ({
  ...{ apps: [app], accounts: [account(0)], projects: many(count, project), users: many(count, user) },
  groups: many(count, (index) => team(index, [`usr_${index}`])),
  connections: many(count, (index) => connection(index, `usr_${index}`, place(index))),
  'account-integrations': [toggle(many(count, (index) => `prj_${index}`))],
  'project-integrations': many(count, setting),
})
/** A project with very many members, each with a connection. */
const crowded = (count) => ({
  ...{ apps: [app], accounts: [account(0)], projects: [project(0)], users: many(count, user) },
  groups: [
    team(
      0,
      many(count, (index) => `usr_${index}`),
    ),
  ],
  connections: many(count, (index) => connection(index, `usr_${index}`, 'prj_0')),
  ...{ 'account-integrations': [toggle(['prj_0'])], 'project-integrations': [setting(0)] },
})
const crowd = (count) => ({ apps: [app], accounts: many(count, account) })
const names = (count) => many(count, (index) => `account-${index}`)
const inProject = (index) => `prj_${index}`

const CASES = {
  'accounts that a set names': (count) => [
    crowd(count),
    [slack, document('AccountSet', { name: 'all', match: { names: names(count) }, showIntegrations: true })],
  ],
  'accounts, each a document': (count) => [
    crowd(count),
    [slack, ...names(count).map((name) => document('Account', { name, showIntegrations: true }))],
  ],
  'projects of one account': (count) => [wide(count, inProject), [slack, declared(open)]],
  'projects that a selection drops': (count) => [
    wide(count, inProject),
    [slack, declared(narrow), document('Project', { account: 'account-0', name: 'project-0' })],
  ],
  'projects, each closed by itself': (count) => [
    wide(count, inProject),
    [slack, declared(open), ...many(count, closed)],
  ],
  'account-wide connections': (count) => [wide(count, () => null), [slack, declared(open)]],
  'members of one project': (count) => [crowded(count), [slack, declared(open)]],
  'members who lose their group': (count) => [
    crowded(count),
    [
      ...[slack, declared(open), document('Project', { account: 'account-0', name: 'project-0' })],
      document('Group', { account: 'account-0', project: 'project-0', name: 'team', members: [] }),
    ],
  ],
}

const COLLECTIONS = [
  ...[
    'apps',
    'accounts',
    'project-templates',
    'projects',
    'groups',
    'users',
    'invitations',
    'connections',
    'workflows',
  ],
  ...['account-integrations', 'project-integrations', 'group-integrations', 'user-integrations'],
]

function snapshot(made) {
  let etag = 0
  const stamped = (row) => [row.id, { ...row, etag: String(++etag) }]
  const rows = Object.fromEntries(COLLECTIONS.map((list) => [list, new Map((made[list] ?? []).map(stamped))]))
  const capabilities = { levels: ['account', 'project', 'group', 'person'], changeFeed: true, lease: true }
  const read = (collection) => ({ collection, account: null, complete: true, pages: 1, rows: rows[collection].size })
  return {
    platform: { name: 'made up', tenant: 'bench', version: '1', url: 'http://127.0.0.1', capabilities },
    principal: { id: 'usr_writ', name: 'writ', roles: [{ role: 'operator' }], tokenKind: 'full' },
    ...{ revision: etag, rows, reads: COLLECTIONS.map(read) },
  }
}

function cost(make, count) {
  const [rows, documents] = make(count)
  const config = { version: 1, platform: { type: 'writ', url: 'http://127.0.0.1', tenant: 'bench' }, limits: {} }
  const estate = { config, configSource: source, documents }
  const options = { tool: 'writ', environment: null, now: new Date(), only: [], countChanges: true }
  const live = snapshot(rows)
  const before = process.cpuUsage()
  const plan = finish(planOver(estate, live, options), estate, options)
  const { user: spent, system } = process.cpuUsage(before)
  return { cpuMs: (spent + system) / 1000, changes: plan.changes.length, effects: plan.effects.length }
}

/** The least of three, so that compiling and collecting garbage weigh little. */
const best = (make, count) => [1, 2, 3].map(() => cost(make, count)).sort((a, b) => a.cpuMs - b.cpuMs)[0]

const size = Number(process.argv[2])
const results = Object.entries(CASES).map(([label, make]) => {
  const [small, large] = [best(make, size), best(make, 4 * size)]
  return { label, size, smallMs: small.cpuMs, largeMs: large.cpuMs, times: large.cpuMs / small.cpuMs, ...large }
})
process.stdout.write(JSON.stringify(results))
