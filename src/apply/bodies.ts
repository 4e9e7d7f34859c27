import type { Collection } from '../model/snapshot.js'
import type { Directory } from './directory.js'
import { reveal } from './secrets.js'

/** Where the names in a change are to be looked up. Asked for only by fields that hold names. */
export interface Scope {
  readonly directory: Directory
  readonly account: () => string
  /** Of a setting of a project, or of a group in one. */
  readonly project: () => string | null
}

type Fields = Readonly<Record<string, unknown>>
type Translate = (value: unknown, scope: Scope, before: unknown) => unknown

const same: Translate = (value) => value
const names = (value: unknown): string[] => value as string[]

const projects: Translate = (value, { directory, account }) =>
  names(value)
    .map((name) => directory.project(account(), name))
    .sort()
const users: Translate = (value, { directory, account }) =>
  names(value)
    .map((email) => directory.user(account(), email))
    .sort()
const groups: Translate = (value, { directory, account, project }) =>
  names(value)
    .map((name) => directory.group(account(), project(), name))
    .sort()
/** Somebody, or nobody. */
const person: Translate = (value, { directory, account }) =>
  value === null ? null : directory.user(account(), String(value))
const template: Translate = (value, { directory, account }) =>
  value === null ? null : directory.template(account(), String(value))

const project: Translate = (value, { directory, account }) =>
  value === null ? null : directory.project(account(), String(value))
/** From a reference to the value: what a plan never holds. */
const secret: Translate = (value, { directory }) => reveal(value, directory.secrets)
const secrets: Translate = (value, scope) =>
  Object.fromEntries(Object.entries(value as Fields).map(([name, each]) => [name, secret(each, scope, null)]))

/** Maps travel key by key: a key that is to go is sent as null. */
const map: Translate = (value, _scope, before) => {
  const gone = Object.keys((before ?? {}) as Fields).filter((key) => !Object.hasOwn(value as Fields, key))
  return { ...(value as Fields), ...Object.fromEntries(gone.map((key) => [key, null])) }
}

const usableBy: Translate = (value, scope) => {
  if (value === 'everyone') return value
  const named = value as { users: readonly string[]; groups: readonly string[] }
  return { users: users(named.users, scope, null), groups: named.groups.map((path) => groupByPath(path, scope)).sort() }
}

/** `apollo/engineering`, or `engineering` of no project. */
function groupByPath(path: string, { directory, account }: Scope): string {
  const slash = path.indexOf('/')
  if (slash < 0) return directory.group(account(), null, path)
  return directory.group(account(), directory.project(account(), path.slice(0, slash)), path.slice(slash + 1))
}

/** For each collection the fields that can be written, and how the plan's words become the platform's. */
const writable: { readonly [C in Collection]?: Readonly<Record<string, Translate>> } = {
  apps: {
    displayName: same,
    provider: same,
    description: same,
    category: same,
    auth: same,
    uses: same,
    state: same,
    version: same,
    settings: map,
    secrets,
  },
  accounts: { name: same, labels: map, showIntegrations: same, allowedApps: same },
  'project-templates': { name: same, integrations: map },
  projects: { name: same, labels: map, state: same, template },
  groups: { name: same, labels: map, type: same, members: users },
  users: { role: same, projects, department: same, designation: same, manager: person },
  invitations: { role: same, projects, department: same, designation: same, manager: same },
  connections: {
    ...{ app: same, project, name: same, owner: person, holder: same, externalAccount: same },
    ...{ usableBy, apiKey: secret },
  },
  'account-integrations': { enabled: same, projects, newProjects: same },
  'project-integrations': { enabled: same, groups, groupTypes: same },
  'group-integrations': { setting: same },
  'user-integrations': { blocked: same },
}

/** The platform's word for a field, where it has another. */
const platformName = (collection: Collection, field: string): string =>
  collection === 'apps' && field === 'state' ? 'status' : field

/** The body of a write from a change's fields. Fields that only the platform sets are left out. */
export function bodyOf(
  collection: Collection,
  after: Fields,
  before: Fields | null,
  scope: Scope,
): Record<string, unknown> {
  const table = writable[collection] ?? {}
  const known = Object.entries(after).filter(([field]) => Object.hasOwn(table, field))
  return Object.fromEntries(
    known.map(([field, value]) => [
      platformName(collection, field),
      (table[field] ?? same)(value, scope, before?.[field]),
    ]),
  )
}
