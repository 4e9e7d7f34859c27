import { createHash } from 'node:crypto'
import { canonical, compareText } from './canonical.js'
import type { Collection, RowOf, Snapshot } from './snapshot.js'

/**
 * What of a row decides access, or tells of a connection. Left out is what may hold a secret or a text that nobody needs
 * for that: settings, fingerprints, descriptions, departments (E16).
 */
export const COLUMNS: { readonly [C in Collection]: readonly (keyof RowOf<C> & string)[] } = {
  apps: ['id', 'etag', 'name', 'status', 'configured', 'category', 'auth', 'version', 'availableVersion'],
  accounts: ['id', 'etag', 'name', 'labels', 'showIntegrations', 'allowedApps'],
  'project-templates': ['id', 'etag', 'account', 'name', 'integrations'],
  projects: ['id', 'etag', 'account', 'name', 'labels', 'state', 'template'],
  groups: ['id', 'etag', 'account', 'project', 'name', 'labels', 'type', 'members'],
  users: ['id', 'etag', 'account', 'email', 'role', 'projects'],
  invitations: ['id', 'etag', 'account', 'email', 'role', 'projects', 'status', 'invitedAt'],
  connections: [
    ...(['id', 'etag', 'account', 'app', 'project', 'name', 'owner', 'holder', 'externalAccount', 'status'] as const),
    ...(['createdBy', 'usableBy', 'scopes', 'createdAt', 'lastUsedAt', 'requestedAt'] as const),
  ],
  workflows: ['id', 'etag', 'account', 'name', 'connections'],
  'account-integrations': ['id', 'etag', 'account', 'app', 'enabled', 'projects', 'newProjects'],
  'project-integrations': ['id', 'etag', 'account', 'project', 'app', 'enabled', 'groups', 'groupTypes'],
  'group-integrations': ['id', 'etag', 'account', 'project', 'group', 'app', 'setting'],
  'user-integrations': ['id', 'etag', 'account', 'user', 'app', 'blocked'],
}

export const COLLECTIONS = Object.keys(COLUMNS) as Collection[]

export const isCollection = (name: string): name is Collection => Object.hasOwn(COLUMNS, name)

/** What stands where a picture left something out. */
const BLANK: Partial<Record<Collection, object>> = {
  apps: { displayName: '', description: '', provider: '', uses: [], settings: {}, secrets: {} },
  users: { department: null, designation: null, manager: null },
  invitations: { department: '', designation: '', manager: '' },
  'account-integrations': { problem: null },
}

export const valuesOf = <C extends Collection>(collection: C, row: RowOf<C>): unknown[] =>
  COLUMNS[collection].map((column) => row[column])

/** A row from its values; a column that this Writ does not know is left out. */
export function rowFrom<C extends Collection>(
  collection: C,
  columns: readonly string[],
  values: readonly unknown[],
): RowOf<C> {
  const known = new Set<string>(COLUMNS[collection])
  const named = columns.map((column, at) => [column, values[at]] as const).filter(([column]) => known.has(column))
  return { ...BLANK[collection], ...Object.fromEntries(named) } as unknown as RowOf<C>
}

/** Over all rows, in an order of their own: the same picture has the same digest, however it was read. */
export function digestOf(rows: Snapshot['rows']): string {
  const digest = createHash('sha256')
  for (const collection of COLLECTIONS)
    for (const id of [...rows[collection].keys()].sort(compareText))
      digest.update(
        `${canonical([collection, ...valuesOf(collection, rows[collection].get(id) as RowOf<Collection>)])}\n`,
      )
  return `sha256:${digest.digest('hex')}`
}
