import { accountEntry, allowedBy, type Doc, type Known, projectEntry, setsOf } from '../naive-estate.js'
import { acceptingDocs } from './accepting.js'
import { catalogueOf } from './catalogue.js'
import { connectionDocs, KEY } from './connecting.js'
import type { Raw, RawAllowed, RawBelow, RawGroup, RawProject, RawRules, RawUser } from './documents.js'
import type { Live, LiveAccount } from './live.js'
import { projectSetDocs } from './sets.js'
import { APPS, DAY, type Dated, emailOf, isOpen, present } from './words.js'

/** What an estate is: `writ.yaml` without its platform, and documents. */
export interface RandomEstate {
  config: Record<string, unknown>
  documents: Doc[]
}

const NO_LIMITS = {
  revokedConnections: { max: 'none', perAccount: { max: 'none' } },
  ...{ usersLosingAccess: { max: 'none' }, usersGainingAccess: { max: 'none' }, messages: { max: 'none' } },
  ...{ disabledIntegrations: { max: 'none' }, removedObjects: { max: 'none' } },
}

/** Puts right what the raw choices name in vain, so that nearly every estate is valid by construction. */
export function coherent(raw: Raw, live: Live): RandomEstate {
  const apps = APPS.filter((_, at) => raw.apps[at]?.[0])
  const documents: Doc[] = [...appDocs(raw, live), ...packageDocs(raw, apps)]
  for (const [at, set] of raw.sets.entries()) {
    const { connections, integrations, allowedApps, ...rest } = set
    const entries = clean(integrations, apps, ({ projects, newProjects, ...entry }) => ({
      ...entry,
      ...(entry.enabled ? { projects: Array.isArray(projects) || projects === undefined ? 'all' : projects } : {}),
    }))
    // Sets name apps only to close them; what they open, they open for those that are allowed.
    const shut = Object.entries(entries ?? {}).filter(([app, entry]) => app === '*' || entry.enabled !== true)
    documents.push({
      kind: 'AccountSet',
      name: `set-${at}`,
      priority: at * 10,
      ...present({
        ...rest,
        allowedApps: allowing(allowedApps, apps),
        integrations: shut.length > 0 ? Object.fromEntries(shut) : undefined,
        connections: ruling(connections, apps),
      }),
    })
  }
  documents.push(...projectSetDocs(raw.projectSets, apps))
  for (const [name, choice] of Object.entries(raw.accounts)) {
    const account = live.accounts.find((each) => each.name === name)
    if (choice) documents.push(...accountDocs(name, choice, account, apps, documents, live.apps))
  }
  closeWhatIsNotAllowed(documents, live)
  const contradicted = documents.filter((doc) => doc.kind === 'Connection' && isClosed(documents, live, doc))
  const kept = documents.filter((doc) => !contradicted.includes(doc))
  kept.push(...acceptingDocs(raw, apps, declaredAccounts(documents, live), live))
  return {
    config: present({ mode: raw.mode, limits: NO_LIMITS, protect: raw.protect, secretEnv: ['KEY_*'] }),
    documents: kept,
  }
}

/** Declared accounts: names as they live, and as they will be. */
function declaredAccounts(documents: readonly Doc[], live: Live): Map<string, string> {
  const own = documents.flatMap(({ kind, name, formerly, id }) => {
    const was = formerly ?? live.accounts.find((each) => each.id === id)?.name ?? name
    return kind === 'Account' ? [[String(was), String(name)] as const] : []
  })
  return new Map(own)
}

function appDocs(raw: Raw, live: Live): Doc[] {
  return APPS.flatMap((name, at): Doc[] => {
    const [isDeclared, { upgrade, hasSecret, ...said }] = raw.apps[at] as Raw['apps'][number]
    const row = live.apps.find((each) => each.name === name)
    if (!isDeclared || row === undefined) return []
    const isThere = row.status !== 'not-installed'
    const version = isThere && upgrade ? (row.availableVersion ?? undefined) : undefined
    return [
      {
        kind: 'App',
        name,
        ...(isThere ? {} : { description: 'new' }),
        ...present({ ...said, version, secrets: hasSecret ? { token: { env: KEY.name } } : undefined }),
      },
    ]
  })
}

const packageDocs = ({ packages }: Raw, apps: readonly string[]): Doc[] =>
  Object.entries(packages).map(([name, said]) => ({
    kind: 'Package',
    name,
    ...said,
    ...('apps' in said && said.apps ? { apps: known(said.apps, apps) } : {}),
  }))

const known = <T extends string | { app: string }>(list: readonly T[], apps: readonly string[]): T[] =>
  list.filter((each) => apps.includes(typeof each === 'string' ? each : each.app))

function allowing(allowed: RawAllowed | undefined, apps: readonly string[]) {
  if (allowed === undefined) return undefined
  const clean = present({
    ...allowed,
    apps: allowed.apps && known(allowed.apps, apps),
    except: allowed.except && known(allowed.except, apps),
  })
  const grants = clean.apps ?? clean.packages ?? clean.categories ?? clean.allApps
  return grants === undefined ? undefined : clean
}

/** Rules about declared apps alone; none is left out. */
function ruling(rules: RawRules | undefined, apps: readonly string[]): RawRules | undefined {
  if (rules === undefined) return undefined
  const service = rules.requireServiceAccount
  const kept = present({ ...rules, requireServiceAccount: service && known(service, apps) })
  return Object.keys(kept).length > 0 ? kept : undefined
}

/** Entries of declared apps alone; an empty map is left out. */
function clean<T extends object, U extends object>(
  map: { [app: string]: T | undefined } | undefined,
  apps: readonly string[],
  change: (entry: T) => U,
): Record<string, U & { enabled?: unknown }> | undefined {
  const entries = Object.entries(map ?? {}).filter(([app]) => app === '*' || apps.includes(app))
  if (entries.length === 0) return undefined
  return Object.fromEntries(entries.map(([app, entry]) => [app, change(entry as T)]))
}

type Choice = NonNullable<Raw['accounts'][keyof Raw['accounts']]>

/** Names as they will be, of what is renamed. */
interface Names {
  readonly account: string
  readonly projects: ReadonlyMap<string, string>
  readonly absent: ReadonlySet<string>
  /** Declared groups by project; '' for those without one. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, string>>
}

function accountDocs(
  name: string,
  { own, below }: Choice,
  live: LiveAccount | undefined,
  apps: readonly string[],
  before: readonly Doc[],
  catalogue: Live['apps'],
): Doc[] {
  const isKnown = own !== undefined || (live !== undefined && setsOf(before, live).some((set) => set.match === 'all'))
  if (!isKnown) return []
  const account = own && own.rename !== 'none' && live ? `${name}-new` : name
  const names = namesOf(account, below, live)
  const docs: Doc[] = []
  if (own !== undefined) {
    const { rename, inherit, connections, integrations, allowedApps, labels, ...rest } = own
    const list = allowing(allowedApps, apps)
    docs.push({
      kind: 'Account',
      name: account,
      ...renamed(account, name, rename, live?.id),
      ...present({
        ...rest,
        labels: labels ?? (live ? undefined : { tier: 'basic' }),
        allowedApps: list && inherit !== undefined ? { ...list, inherit } : list,
        integrations: clean(integrations, apps, (entry) => entry),
        connections: ruling(connections, apps),
      }),
    })
    const entries = (docs[0]?.integrations ?? {}) as Record<string, Record<string, unknown>>
    for (const [app, entry] of Object.entries(entries)) entries[app] = accountEntryOf(entry, live, app, names)
  }
  const takesKey = (app: string) => catalogue.some((each) => each.name === app && each.auth === 'api-key')
  return [
    ...docs,
    ...projectDocs(names, below, live, apps),
    ...peopleDocs(names, below, live, apps),
    ...connectionDocs(names, below, live && staying(live, below), apps, takesKey),
  ]
}

function accountEntryOf(
  { projects, newProjects, ...entry }: Record<string, unknown>,
  live: LiveAccount | undefined,
  app: string,
  names: Names,
): Record<string, unknown> {
  if (entry.enabled !== true) return entry
  const isOn = live?.integrations[app]?.enabled === true && app !== '*'
  if (projects === undefined) return isOn ? present({ ...entry, newProjects }) : { ...entry, projects: 'all' }
  if (!Array.isArray(projects)) return { ...entry, projects }
  const listed = projects.filter((each) => names.projects.has(each)).map((each) => names.projects.get(each))
  return present({ ...entry, projects: listed, newProjects })
}

function renamed(now: string, before: string, rename: string, id: string | undefined) {
  if (now === before) return {}
  return rename === 'id' ? { id } : { formerly: before }
}

function namesOf(account: string, below: RawBelow, live: LiveAccount | undefined): Names {
  const declared = Object.entries(below.projects) as [string, RawProject][]
  const isLive = (name: string) => live?.projects.some((each) => each.name === name) ?? false
  const kept = declared.filter(([, each]) => !each.absent)
  const projects = new Map(
    kept.map(([name, each]) => [name, each.rename !== 'none' && isLive(name) ? `${name}-new` : name]),
  )
  const groupsIn = (groups: object, there: readonly { name: string }[]) =>
    new Map(
      (Object.entries(groups) as [string, RawGroup][])
        .filter(([, each]) => !each.absent)
        .map(([name, each]) => [
          name,
          each.rename !== 'none' && there.some((one) => one.name === name) ? `${name}-new` : name,
        ]),
    )
  return {
    account,
    projects,
    absent: new Set(declared.filter(([, each]) => each.absent).map(([name]) => name)),
    groups: new Map([
      ['', groupsIn(below.groups, live?.groups ?? [])],
      ...kept.map(
        ([name, each]) =>
          [name, groupsIn(each.groups, live?.projects.find((one) => one.name === name)?.groups ?? [])] as const,
      ),
    ]),
  }
}

function projectDocs(names: Names, below: RawBelow, live: LiveAccount | undefined, apps: readonly string[]): Doc[] {
  const { account } = names
  const docs: Doc[] = []
  if (below.template) {
    const integrations = clean(below.template.integrations, apps, present)
    if (below.template.absent) docs.push({ kind: 'ProjectTemplate', account, name: 'delivery', ensure: 'absent' })
    else docs.push({ kind: 'ProjectTemplate', account, name: 'delivery', ...present({ integrations }) })
    if (!below.template.absent && !integrations && !live?.templates.length) docs.pop()
  }
  const hasTemplate = docs.length > 0 && !below.template?.absent
  for (const [name, each] of Object.entries(below.projects) as [string, RawProject][]) {
    const now = names.projects.get(name)
    const there = live?.projects.find((one) => one.name === name)
    if (now === undefined) {
      docs.push({ kind: 'Project', account, name, ensure: 'absent' })
      continue
    }
    const { rename, absent: _, usesTemplate, groups, integrations, ...rest } = each
    const grouped = names.groups.get(name) as ReadonlyMap<string, string>
    const known = clean(integrations, apps, ({ groups: named, ...entry }) =>
      present({ ...entry, groups: named?.flatMap((one) => grouped.get(one) ?? []) }),
    )
    docs.push({
      kind: 'Project',
      account,
      name: now,
      ...renamed(now, name, rename, there?.id),
      ...present({ ...rest, template: usesTemplate && hasTemplate ? 'delivery' : undefined, integrations: known }),
      ...(there ? {} : { labels: { stage: 'new' } }),
    })
    docs.push(...groupDocs(names, groups, name, there?.groups ?? [], live, apps, below))
  }
  return [...docs, ...groupDocs(names, below.groups, '', live?.groups ?? [], live, apps, below)]
}

function groupDocs(
  names: Names,
  groups: object,
  project: string,
  there: LiveAccount['groups'],
  live: LiveAccount | undefined,
  apps: readonly string[],
  below: RawBelow,
): Doc[] {
  const place = project === '' ? {} : { project: names.projects.get(project) }
  const people = new Set([...(live?.users ?? []), ...(live?.invitations ?? [])].map(({ email }) => email))
  const origin = live?.name ?? names.account
  const isSomebody = (person: string) =>
    (people.has(emailOf(person, origin)) || person in below.users) && !isToGo(below, person)
  return (Object.entries(groups) as [string, RawGroup][]).map(([name, each]): Doc => {
    const now = names.groups.get(project)?.get(name)
    const base = { kind: 'Group', account: names.account, ...place }
    if (now === undefined) return { ...base, name, ensure: 'absent' }
    const row = there.find((one) => one.name === name)
    const members = each.members?.filter(isSomebody).map((person) => emailOf(person, origin))
    return {
      ...base,
      name: now,
      ...renamed(now, name, each.rename, row?.id),
      ...present({
        type: each.type,
        members: members ?? (row ? undefined : []),
        integrations: clean(each.integrations as Record<string, object>, apps, (entry) => entry),
      }),
    }
  })
}

/** The account without those who are to be removed, and what is theirs. */
function staying(live: LiveAccount, below: RawBelow): LiveAccount {
  const stays = (email = '') => !isToGo(below, email.split('@')[0] ?? '')
  return {
    ...live,
    users: live.users.filter(({ email }) => stays(email)),
    connections: live.connections.filter(({ owner }) => stays(owner)),
  }
}

/** Nobody may name who is to be removed. */
const isToGo = ({ users }: RawBelow, person: string): boolean => users[person as keyof typeof users]?.absent ?? false

function peopleDocs(names: Names, below: RawBelow, live: LiveAccount | undefined, apps: readonly string[]): Doc[] {
  const { account } = names
  const origin = live?.name ?? account
  return (Object.entries(below.users) as [string, RawUser][]).map(([person, each]): Doc => {
    const email = emailOf(person, origin)
    if (each.absent) return { kind: 'User', account, email, ensure: 'absent' }
    const isThere = live?.users.some((user) => user.email === email) ?? false
    const hasRole = isThere || each.role !== undefined
    const managers = (live?.users ?? [])
      .map((user) => user.email)
      .filter((one) => !isToGo(below, one.split('@')[0] ?? ''))
    const chosen = managers.find((one) => one !== email && one === emailOf(each.manager ?? '', origin))
    const manager = chosen ?? emailOf('olga', origin)
    const projects = each.projects.flatMap((name) => names.projects.get(name) ?? [])
    const outside = { own: email, service: emailOf('svc', origin) }
    const entries = clean(each.integrations, apps, ({ externalAccount, ...entry }) => {
      const said = present({ ...entry, externalAccount: externalAccount && outside[externalAccount] })
      return Object.keys(said).length > 0 ? said : { enabled: false }
    })
    const needed = isThere ? {} : { department: each.department ?? 'IT', designation: 'Clerk', manager }
    return {
      kind: 'User',
      account,
      email,
      ...present({
        role: each.role,
        projects: hasRole && each.role === 'project-admin' ? projects : undefined,
        department: each.department,
        manager: isThere && each.manager !== undefined && managers.includes(manager) ? manager : undefined,
        integrations: entries,
      }),
      ...needed,
    }
  })
}

/** Does the estate itself close a way that a Connection document needs? The loader refuses that. */
function isClosed(documents: readonly Doc[], live: Live, doc: Doc): boolean {
  const { ensure, app, account: name, project: place, owner } = doc as Doc & Record<'app' | 'account', string>
  if (ensure === 'absent') return false
  const account = knownOf(documents, live, name)
  const own = (kind: string, fits: (each: Doc) => boolean) => documents.find((each) => each.kind === kind && fits(each))
  const isOff = (entry: { enabled?: unknown } | null | undefined) =>
    entry != null && (entry.enabled === false || !isOpen(entry as Dated))
  const list = allowedBy(documents, account, catalogueOf(documents, live), DAY)
  const project = own('Project', (each) => each.account === name && each.name === place)
  const person = own('User', (each) => each.account === name && each.email === owner)
  return (
    own('App', (each) => each.name === app)?.state === 'inactive' ||
    isOff(accountEntry(documents, account, app)) ||
    (list !== null && list !== 'all' && ![...list].includes(app)) ||
    project?.state === 'archived' ||
    (place !== undefined && isOff(projectEntry(documents, account, { name: String(place), labels: {} }, app))) ||
    isOff((person?.integrations as Record<string, Dated & { enabled?: boolean }> | undefined)?.[app])
  )
}

const knownOf = (documents: readonly Doc[], live: Live, name: string): Known => {
  const doc = documents.find((each) => each.kind === 'Account' && each.name === name)
  const row = live.accounts.find((each) => [name, doc?.formerly].includes(each.name) || each.id === doc?.id)
  return { name, labels: { ...row?.labels, ...(doc?.labels as object) } }
}

/** Where the account's own list or somebody's exception forbids what is enabled by name, the account closes it. */
function closeWhatIsNotAllowed(documents: Doc[], live: Live): void {
  const catalogue = catalogueOf(documents, live)
  for (const doc of documents.filter(({ kind }) => kind === 'Account')) {
    const row = live.accounts.find(({ name, id }) => name === doc.name || name === doc.formerly || id === doc.id)
    const account = knownOf(documents, live, String(doc.name))
    const list = allowedBy(documents, account, catalogue, DAY) ?? row?.allowedApps ?? []
    const allows = (app: string) => list === 'all' || [...list].includes(app)
    for (const app of APPS) {
      const entry = accountEntry(documents, account, app)
      if (entry === null || entry.star || !entry.enabled || !isOpen(entry) || allows(app)) continue
      doc.integrations = { ...(doc.integrations as object), [app]: { enabled: false } }
    }
  }
}
