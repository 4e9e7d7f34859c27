import fc from 'fast-check'
import { KEY } from './connecting.js'
import {
  ACCOUNTS,
  AGES,
  APPS,
  ago,
  CATEGORIES,
  emailOf,
  forEach,
  GROUPS,
  idOf,
  maybe,
  most,
  oneOf,
  PEOPLE,
  PROJECTS,
  percent,
  present,
  SCOPES,
  some,
  TYPES,
} from './words.js'

/** Random platforms in the words of schema/seed.schema.json, coherent: nothing is open below a closed level. */
export interface LiveApp {
  name: string
  auth: 'oauth2' | 'api-key'
  status: 'active' | 'inactive' | 'upgrade-pending' | 'not-installed'
  category: string
  settings: Record<string, string>
  version: string
  availableVersion: string | null
  secrets: Record<string, string>
}
interface Selection {
  enabled: boolean
  projects: string[]
  newProjects: boolean
}
interface Opening {
  enabled: boolean
  groups: string[]
  groupTypes: string[]
}
export interface LiveGroup {
  id: string
  name: string
  type: string | null
  members: string[]
  integrations: Record<string, 'on' | 'off' | 'inherit'>
}
export interface LiveProject {
  id: string
  name: string
  state: 'active' | 'archived'
  template?: string
  labels: Record<string, string>
  integrations: Record<string, Opening>
  groups: LiveGroup[]
}
export interface LiveConnection {
  id: string
  app: string
  project?: string
  name?: string
  owner?: string
  createdBy?: string
  holder: 'person' | 'service' | 'installation'
  status: 'requested' | 'active' | 'needs-reauth' | 'ended'
  usableBy: 'everyone' | { users: string[]; groups: string[] }
  externalAccount: string | null
  scopes: string[]
  createdAt: string
  lastUsedAt?: string
  requestedAt?: string
}
export interface LiveAccount {
  id: string
  name: string
  labels: Record<string, string>
  showIntegrations: boolean
  allowedApps: 'all' | string[]
  integrations: Record<string, Selection>
  templates: { name: string; integrations: Record<string, { enabled: boolean; groupTypes: string[] }> }[]
  projects: LiveProject[]
  groups: LiveGroup[]
  users: { email: string; role: string; projects?: string[]; integrations: Record<string, { blocked: boolean }> }[]
  invitations: { email: string; department: string; designation: string; manager: string; status: string }[]
  connections: LiveConnection[]
  workflows: { name: string; connections: string[] }[]
}
export interface Live {
  formatVersion: 1
  tenant: string
  apps: LiveApp[]
  accounts: LiveAccount[]
}

const WORKING = Array.from({ length: 12 }, () => 'active' as const)
const CONFIGURED = Array.from({ length: 6 }, () => ({ clientId: 'abc' }))

const app = (name: string) =>
  fc.record({
    name: fc.constant(name),
    auth: oneOf('oauth2' as const, 'api-key' as const),
    status: oneOf(...WORKING, 'inactive', 'upgrade-pending', 'not-installed' as const),
    category: oneOf(...CATEGORIES),
    settings: oneOf(...CONFIGURED, {}) as fc.Arbitrary<Record<string, string>>,
    version: fc.constant('1.0.0'),
    availableVersion: oneOf(null, '2.0.0'),
    secrets: oneOf({}, {}, { token: 'old' }, { token: KEY.value }) as fc.Arbitrary<Record<string, string>>,
  })

const group = fc.record({
  type: oneOf(null, ...TYPES),
  members: most(PEOPLE),
  integrations: forEach(APPS, () => oneOf('on' as const, 'off' as const, 'inherit' as const)),
})
const project = fc.record({
  archived: percent(15),
  labels: oneOf({}, { stage: 'live' }),
  fromTemplate: fc.boolean(),
  integrations: forEach(
    APPS,
    () => fc.record({ enabled: percent(85), groups: most(GROUPS), groupTypes: some(TYPES) }),
    6,
  ),
  groups: forEach(GROUPS, () => group, 6),
})
const LIVING = ['active', 'active', 'active', 'active', 'active'] as const
const connection = fc.record({
  app: oneOf(...APPS),
  project: maybe(oneOf(...PROJECTS)),
  owner: maybe(oneOf(...PEOPLE), 6),
  createdBy: maybe(oneOf(...PEOPLE)),
  isNamed: fc.boolean(),
  isService: percent(15),
  isSecond: percent(20),
  status: oneOf(...LIVING, 'needs-reauth', 'requested', 'ended' as const),
  usableBy: maybe(fc.record({ users: some(PEOPLE), groups: some(GROUPS) }), 1),
  externalAccount: oneOf('own' as const, 'own' as const, 'service' as const, 'outside' as const, null),
  scopes: some(SCOPES),
  made: oneOf(...AGES),
  used: maybe(oneOf(...AGES)),
})
const account = fc.record({
  labels: oneOf({}, { tier: 'basic' }, { tier: 'pro' }),
  showIntegrations: percent(90),
  allowedApps: fc.oneof(fc.constant('all' as const), most(APPS)),
  integrations: forEach(
    APPS,
    () =>
      fc.record({
        enabled: percent(85),
        projects: most(PROJECTS),
        newProjects: fc.boolean(),
      }),
    6,
  ),
  template: maybe(forEach(APPS, () => fc.record({ enabled: percent(80), groupTypes: some(TYPES) }))),
  projects: forEach(PROJECTS, () => project, 4),
  hasProjects: percent(85),
  groups: forEach(GROUPS, () => group),
  users: forEach(PEOPLE, () => forEach(APPS, () => fc.record({ blocked: percent(25) }), 1), 6),
  administers: forEach(PEOPLE, () => some(PROJECTS)),
  invited: maybe(oneOf('pending', 'expired', 'bounced', 'accepted')),
  connections: fc.array(connection, { maxLength: 9, size: 'max' }),
  workflow: maybe(fc.nat(6)),
})
type RawAccount = typeof account extends fc.Arbitrary<infer T> ? T : never
type RawGroup = typeof group extends fc.Arbitrary<infer T> ? T : never
type RawProject = typeof project extends fc.Arbitrary<infer T> ? T : never

export const live: fc.Arbitrary<Live> = fc
  .record({ apps: fc.tuple(...APPS.map(app)), accounts: forEach(ACCOUNTS, () => account) })
  .map(({ apps, accounts }) => ({
    formatVersion: 1,
    tenant: 'random',
    apps: apps.map((each) => (each.status === 'not-installed' ? { ...each, secrets: {} } : each)),
    accounts: Object.entries(accounts).map(([name, raw]) => coherent(name, installed(raw as RawAccount, apps))),
  }))

/** Uninstalling removed every setting and connection of an app. */
function installed(raw: RawAccount, apps: readonly LiveApp[]): RawAccount {
  const gone = new Set(apps.filter(({ status }) => status === 'not-installed').map(({ name }) => name))
  const without = <T extends object>(map: T): T =>
    Object.fromEntries(Object.entries(map).filter(([app]) => !gone.has(app))) as T
  const inEach = <T extends object>(map: T, change: (value: never) => unknown): T =>
    Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value as never)])) as T
  const ofGroup = (each: RawGroup) => ({ ...each, integrations: without(each.integrations) })
  return {
    ...raw,
    integrations: without(raw.integrations),
    template: raw.template && without(raw.template),
    projects: inEach(raw.projects, (each: RawProject) => ({
      ...each,
      integrations: without(each.integrations),
      groups: inEach(each.groups, ofGroup),
    })),
    groups: inEach(raw.groups, ofGroup),
    users: inEach(raw.users, without),
    connections: raw.connections.filter(({ app }) => !gone.has(app)),
  }
}

function coherent(name: string, raw: RawAccount): LiveAccount {
  const people = ['olga', ...Object.keys(raw.users)]
  const emails = (some: readonly string[]) =>
    some.filter((each) => people.includes(each)).map((each) => emailOf(each, name))
  const asGroup = (key: string, each: RawGroup, isOn: (app: string) => boolean, ...place: string[]): LiveGroup => ({
    id: idOf('grp', name, ...place, key),
    name: key,
    type: each.type,
    members: emails(each.members),
    integrations: Object.fromEntries(
      Object.entries(each.integrations).map(([app, own]) => [app, own === 'on' && !isOn(app) ? 'inherit' : own]),
    ),
  })
  const rawProjects = raw.hasProjects ? Object.entries(raw.projects) : []
  const active = rawProjects.filter(([, each]) => !each?.archived).map(([key]) => key)
  const integrations = Object.fromEntries(
    Object.entries(raw.integrations).map(([app, each]) => [
      app,
      { ...each, projects: (each.projects as string[]).filter((key) => active.includes(key)) },
    ]),
  )
  const isOn = (app: string) => integrations[app]?.enabled ?? false
  const projects = rawProjects.flatMap(([key, each]): LiveProject[] => {
    if (each === undefined) return []
    const groups = Object.keys(each.groups)
    const openings = Object.fromEntries(
      Object.entries(each.integrations).map(([app, entry]) => {
        const mayOpen = isOn(app) && integrations[app]?.projects.includes(key)
        const named = (entry.groups as string[]).filter((one) => groups.includes(one))
        return [app, { ...entry, groups: named, enabled: entry.enabled && Boolean(mayOpen) }]
      }),
    )
    const open = (app: string) => openings[app]?.enabled ?? false
    return [
      present({
        id: idOf('prj', name, key),
        name: key,
        state: each.archived ? ('archived' as const) : ('active' as const),
        template: each.fromTemplate && raw.template ? 'delivery' : undefined,
        labels: each.labels,
        integrations: openings,
        groups: Object.entries(each.groups).map(([one, group]) => asGroup(one, group as RawGroup, open, key)),
      }) as LiveProject,
    ]
  })
  const groups = Object.entries(raw.groups).map(([key, each]) => asGroup(key, each as RawGroup, isOn))
  const connections = connectionsOf(name, raw, people, projects, groups)
  const used = raw.workflow === undefined ? undefined : connections[raw.workflow]
  return {
    id: idOf('acc', name),
    name,
    labels: raw.labels as Record<string, string>,
    showIntegrations: raw.showIntegrations,
    allowedApps: raw.allowedApps === 'all' ? 'all' : [...raw.allowedApps],
    integrations,
    templates: raw.template ? [{ name: 'delivery', integrations: raw.template }] : [],
    projects,
    groups,
    users: people.map((each) => ({
      email: emailOf(each, name),
      ...roleOf(each, raw, projects),
      integrations: raw.users[each as (typeof PEOPLE)[number]] ?? {},
    })),
    invitations: raw.invited ? [invitation(name, raw.invited)] : [],
    connections,
    workflows: used ? [{ name: 'report', connections: [used.id] }] : [],
  }
}

function roleOf(person: string, { administers }: RawAccount, projects: readonly LiveProject[]) {
  if (person === 'olga') return { role: 'owner' }
  const administered = administers[person as (typeof PEOPLE)[number]]
  if (administered === undefined) return { role: 'member' }
  return {
    role: 'project-admin',
    projects: projects.map((each) => each.name).filter((each) => (administered as string[]).includes(each)),
  }
}

const invitation = (account: string, status: string) => ({
  email: emailOf('new', account),
  department: 'IT',
  designation: 'Clerk',
  manager: emailOf('olga', account),
  status,
})

function connectionsOf(
  name: string,
  raw: RawAccount,
  people: readonly string[],
  projects: readonly LiveProject[],
  groups: readonly LiveGroup[],
): LiveConnection[] {
  const personal = new Set<string>()
  const paths = [
    ...groups,
    ...projects.flatMap((each) => each.groups.map((one) => ({ name: `${each.name}/${one.name}` }))),
  ]
  const known = (person: string | undefined) => (person !== undefined && people.includes(person) ? person : undefined)
  let first: Pick<(typeof raw.connections)[number], 'app' | 'owner' | 'project'> | undefined
  return raw.connections.map((drawn, at) => {
    // Some people have a second one of the same sort.
    const each = drawn.isSecond ? { ...drawn, ...first } : drawn
    const owner = known(each.owner)
    const createdBy = known(each.createdBy)
    const key = `${owner} ${each.app}`
    const isNamed = each.isNamed || owner === undefined || (personal.has(key) && !each.isSecond)
    if (!isNamed && each.status !== 'ended') {
      personal.add(key)
      first ??= { app: each.app, owner: each.owner, project: each.project }
    }
    return present({
      id: idOf('con', name, String(at)),
      app: each.app,
      project: projects.some((project) => project.name === each.project) ? each.project : undefined,
      name: isNamed ? `conn-${at}` : undefined,
      owner: owner && emailOf(owner, name),
      createdBy: createdBy && emailOf(createdBy, name),
      holder:
        owner === undefined ? ('installation' as const) : each.isService ? ('service' as const) : ('person' as const),
      status: each.status,
      usableBy: each.usableBy
        ? {
            users: each.usableBy.users.filter((one) => people.includes(one)).map((one) => emailOf(one, name)),
            groups: paths
              .map((group) => group.name)
              .filter((path) => each.usableBy?.groups.includes(path.split('/').at(-1) as (typeof GROUPS)[number])),
          }
        : ('everyone' as const),
      externalAccount: externalAccountOf(each.externalAccount, owner, name),
      scopes: each.status === 'requested' ? [] : each.scopes,
      createdAt: ago(each.made),
      lastUsedAt: each.used === undefined || each.used > each.made ? undefined : ago(each.used),
      requestedAt: ['requested', 'needs-reauth'].includes(each.status) ? ago(1) : undefined,
    }) as LiveConnection
  })
}

/** Somebody's own, a service's, a stranger's, or not known. */
function externalAccountOf(sort: 'own' | 'service' | 'outside' | null, owner: string | undefined, account: string) {
  if (sort === 'own') return emailOf(owner ?? 'ana', account)
  if (sort === 'service') return emailOf('svc', account)
  return sort === null ? null : emailOf('kim', 'partner')
}
