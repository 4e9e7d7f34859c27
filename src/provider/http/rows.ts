import type { Collection, RowByCollection, RowOf } from '../../model/snapshot.js'
import { badAnswer } from './failure.js'
import type { RowReader } from './row-reader.js'

const AUTH = ['oauth2', 'api-key'] as const
const APP_STATUS = ['active', 'inactive', 'upgrade-pending', 'not-installed'] as const
const PROJECT_STATE = ['active', 'archived'] as const
const ROLES = ['operator', 'owner', 'manager', 'project-admin', 'member'] as const
const INVITED_ROLES = ['owner', 'manager', 'project-admin', 'member'] as const
const INVITATION_STATUS = ['pending', 'expired', 'bounced', 'accepted'] as const
const HOLDERS = ['person', 'service', 'installation'] as const
const CONNECTION_STATUS = ['requested', 'active', 'needs-reauth', 'ended'] as const
const SETTINGS = ['on', 'off', 'inherit'] as const

/** What is kept of each row. Object literals, since a hundred thousand of them must stay small and alike. */
const readers: { readonly [C in Collection]: (row: RowReader) => RowByCollection[C] } = {
  apps: (row) => ({
    id: row.identity('id'),
    etag: row.identity('etag'),
    name: row.shared('name'),
    displayName: row.text('displayName'),
    provider: row.text('provider'),
    description: row.text('description'),
    category: row.shared('category'),
    auth: row.oneOf('auth', AUTH),
    uses: row.list('uses'),
    status: row.oneOf('status', APP_STATUS),
    configured: row.flag('configured'),
    version: row.text('version'),
    availableVersion: row.textOrNull('availableVersion'),
    settings: row.settings('settings'),
    secrets: row.fingerprints('secrets'),
  }),
  accounts: (row) => ({
    id: row.sharedIdentity('id'),
    etag: row.identity('etag'),
    name: row.text('name'),
    labels: row.labels('labels'),
    showIntegrations: row.flag('showIntegrations'),
    allowedApps: row.allOrList('allowedApps'),
  }),
  'project-templates': (row) => ({
    id: row.sharedIdentity('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    name: row.text('name'),
    integrations: row.presets('integrations'),
  }),
  projects: (row) => ({
    id: row.sharedIdentity('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    name: row.text('name'),
    labels: row.labels('labels'),
    state: row.oneOf('state', PROJECT_STATE),
    template: row.sharedOrNull('template'),
  }),
  groups: (row) => ({
    id: row.sharedIdentity('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    project: row.sharedOrNull('project'),
    name: row.text('name'),
    labels: row.labels('labels'),
    type: row.sharedOrNull('type'),
    members: row.list('members'),
  }),
  users: (row) => ({
    id: row.sharedIdentity('id'),
    etag: row.identity('etag'),
    account: row.sharedOrNull('account'),
    email: row.text('email'),
    role: row.oneOf('role', ROLES),
    projects: row.list('projects'),
    department: row.sharedOrNull('department'),
    designation: row.sharedOrNull('designation'),
    manager: row.sharedOrNull('manager'),
  }),
  invitations: (row) => ({
    id: row.identity('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    email: row.text('email'),
    role: row.oneOf('role', INVITED_ROLES),
    projects: row.list('projects'),
    department: row.shared('department'),
    designation: row.shared('designation'),
    manager: row.shared('manager'),
    status: row.oneOf('status', INVITATION_STATUS),
    invitedAt: row.text('invitedAt'),
  }),
  connections: (row) => ({
    id: row.identity('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    app: row.shared('app'),
    project: row.sharedOrNull('project'),
    name: row.textOrNull('name'),
    owner: row.sharedOrNull('owner'),
    holder: row.oneOf('holder', HOLDERS),
    externalAccount: row.sharedOrNull('externalAccount'),
    status: row.oneOf('status', CONNECTION_STATUS),
    createdBy: row.sharedOrNull('createdBy'),
    usableBy: row.everyoneOrNamed('usableBy'),
    scopes: row.list('scopes'),
    createdAt: row.text('createdAt'),
    lastUsedAt: row.textOrNull('lastUsedAt'),
    requestedAt: row.textOrNull('requestedAt'),
  }),
  workflows: (row) => ({
    id: row.identity('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    name: row.text('name'),
    connections: row.list('connections'),
  }),
  'account-integrations': (row) => ({
    id: row.identity('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    app: row.shared('app'),
    enabled: row.flag('enabled'),
    projects: row.list('projects'),
    newProjects: row.flag('newProjects'),
    problem: row.sharedOrNull('problem'),
  }),
  'project-integrations': (row) => ({
    id: row.identity('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    project: row.shared('project'),
    app: row.shared('app'),
    enabled: row.flag('enabled'),
    groups: row.list('groups'),
    groupTypes: row.list('groupTypes'),
  }),
  'group-integrations': (row) => ({
    id: row.identity('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    project: row.sharedOrNull('project'),
    group: row.shared('group'),
    app: row.shared('app'),
    setting: row.oneOf('setting', SETTINGS),
  }),
  'user-integrations': (row) => ({
    id: row.identity('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    user: row.shared('user'),
    app: row.shared('app'),
    blocked: row.flag('blocked'),
  }),
}

export const COLLECTIONS = Object.keys(readers) as readonly Collection[]

export const isCollection = (name: unknown): name is Collection =>
  typeof name === 'string' && Object.hasOwn(readers, name)

/** Half a sign, which no URL can carry. */
const NO_TEXT = /\p{Surrogate}/u

/** One row as it came, checked and cut down to what Writ uses. */
export function readRow<C extends Collection>(
  reader: RowReader,
  collection: C,
  raw: unknown,
  what: string,
  number: number,
): RowOf<C> {
  reader.turn(raw, what, number)
  const row = readers[collection](reader)
  if (row.id.length > 200 || NO_TEXT.test(row.id)) throw badAnswer(`${what} ${number}: id is no id`)
  return row
}

/** The account a row belongs to; undefined where its collection belongs to the tenant. */
export const accountOf = (row: RowOf<Collection>): string | null | undefined =>
  'account' in row ? row.account : undefined
