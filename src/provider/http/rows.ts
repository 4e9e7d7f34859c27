import type { Collection, RowByCollection, RowOf } from '../../model/snapshot.js'
import type { RowReader } from './row-reader.js'

/** What is kept of each row. Object literals, since a hundred thousand of them must stay small and alike. */
const readers: { readonly [C in Collection]: (row: RowReader) => RowByCollection[C] } = {
  apps: (row) => ({
    id: row.identity('id'),
    etag: row.identity('etag'),
    name: row.shared('name'),
    displayName: row.text('displayName'),
    description: row.text('description'),
    category: row.shared('category'),
    auth: row.oneOf('auth', 'oauth2', 'api-key'),
    uses: row.list('uses'),
    status: row.oneOf('status', 'active', 'inactive', 'upgrade-pending', 'not-installed'),
    configured: row.flag('configured'),
    version: row.text('version'),
    settings: row.record('settings'),
  }),
  accounts: (row) => ({
    id: row.shared('id'),
    etag: row.identity('etag'),
    name: row.text('name'),
    labels: row.labels('labels'),
    showIntegrations: row.flag('showIntegrations'),
    allowedApps: row.allOrList('allowedApps'),
  }),
  'project-templates': (row) => ({
    id: row.shared('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    name: row.text('name'),
    integrations: row.presets('integrations'),
  }),
  projects: (row) => ({
    id: row.shared('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    name: row.text('name'),
    labels: row.labels('labels'),
    state: row.oneOf('state', 'active', 'archived'),
    template: row.sharedOrNull('template'),
  }),
  groups: (row) => ({
    id: row.shared('id'),
    etag: row.identity('etag'),
    account: row.shared('account'),
    project: row.sharedOrNull('project'),
    name: row.text('name'),
    labels: row.labels('labels'),
    type: row.sharedOrNull('type'),
    members: row.list('members'),
  }),
  users: (row) => ({
    id: row.shared('id'),
    etag: row.identity('etag'),
    account: row.sharedOrNull('account'),
    email: row.text('email'),
    role: row.oneOf('role', 'operator', 'owner', 'manager', 'project-admin', 'member'),
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
    role: row.oneOf('role', 'owner', 'manager', 'project-admin', 'member'),
    projects: row.list('projects'),
    department: row.shared('department'),
    designation: row.shared('designation'),
    manager: row.shared('manager'),
    status: row.oneOf('status', 'pending', 'expired', 'bounced', 'accepted'),
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
    holder: row.oneOf('holder', 'person', 'service', 'installation'),
    externalAccount: row.textOrNull('externalAccount'),
    status: row.oneOf('status', 'requested', 'active', 'needs-reauth', 'ended'),
    createdBy: row.sharedOrNull('createdBy'),
    usableBy: row.everyoneOrNamed('usableBy'),
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
    setting: row.oneOf('setting', 'on', 'off', 'inherit'),
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

/** One row as it came, checked and cut down to what Writ uses. */
export function readRow<C extends Collection>(reader: RowReader, collection: C, raw: unknown, place: string): RowOf<C> {
  reader.turn(raw, place)
  return readers[collection](reader)
}

/** The account a row belongs to; undefined where its collection belongs to the tenant. */
export const accountOf = (row: RowOf<Collection>): string | null | undefined =>
  'account' in row ? row.account : undefined
