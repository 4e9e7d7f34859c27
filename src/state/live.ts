import { resource } from '../kinds/resource.js'
import { sorted } from '../model/canonical.js'
import { attach, type FieldsByKind, type Resource, type ResourceKind } from '../model/resource.js'
import type { AccountRow, AppRow, Collection, ConnectionRow, RowOf, Snapshot } from '../model/snapshot.js'

/** Live rows, grouped by account, from which one account's tree is made when it is needed and dropped after. */
export interface LiveState {
  readonly apps: ReadonlyMap<string, Resource<'app'>>
  /** Apps that the platform lists and has not installed: what they will be where nobody says otherwise. */
  readonly listed: ReadonlyMap<string, Resource<'app'>>
  readonly accounts: ReadonlyMap<string, AccountRow>
  /** The rows of one account. */
  rows<C extends ChildCollection>(collection: C, accountId: string): readonly RowOf<C>[]
  /**
   * A fresh tree of one account. Keys are the names as they will be: `names` holds the new ones by id,
   * so that a rename changes one field and no reference (E12).
   */
  account(row: AccountRow, names?: ReadonlyMap<string, string>): Resource<'account'>
}

export type ChildCollection = Exclude<Collection, 'apps' | 'accounts'>

export function liveState(snapshot: Snapshot): LiveState {
  const grouped = new Map<ChildCollection, Map<string, RowOf<ChildCollection>[]>>()
  const rows = <C extends ChildCollection>(collection: C, accountId: string): readonly RowOf<C>[] => {
    if (!grouped.has(collection)) grouped.set(collection, groupByAccount(snapshot.rows[collection]))
    return (grouped.get(collection)?.get(accountId) ?? []) as unknown as RowOf<C>[]
  }
  const resources = (installed: boolean) =>
    new Map(
      [...snapshot.rows.apps.values()]
        .filter((row) => isInstalled(row) === installed)
        .map((row) => [row.name, appResource(row)]),
    )
  return {
    apps: resources(true),
    listed: resources(false),
    accounts: snapshot.rows.accounts,
    rows,
    account: (row, names = new Map()) => new AccountTree(row, rows, names).build(),
  }
}

const isInstalled = (row: AppRow): boolean => row.status !== 'not-installed'

function groupByAccount(rows: ReadonlyMap<string, { readonly account?: string | null }>) {
  const grouped = new Map<string, RowOf<ChildCollection>[]>()
  for (const row of rows.values()) {
    const account = row.account ?? ''
    const siblings = grouped.get(account)
    if (siblings === undefined) grouped.set(account, [row as RowOf<ChildCollection>])
    else siblings.push(row as RowOf<ChildCollection>)
  }
  return grouped
}

/** An upgrade that is pending counts as active (R2). */
function appResource(row: AppRow): Resource<'app'> {
  const { displayName, description, provider, category, auth, uses, version, availableVersion, settings } = row
  const state = row.status === 'inactive' || !isInstalled(row) ? 'inactive' : 'active'
  return resource('app', null, row.name, row, {
    displayName,
    description,
    provider,
    category,
    auth,
    uses: sorted(uses),
    state,
    version,
    availableVersion,
    settings,
    secrets: row.secrets,
    configured: row.configured,
  })
}

type Rows = LiveState['rows']

/** Builds one account: ids become names, lists become sets, references that lead nowhere are left out. */
class AccountTree {
  readonly #account: AccountRow
  readonly #rows: Rows
  readonly #names: ReadonlyMap<string, string>
  readonly #projects = new Map<string, Resource<'project'>>()
  readonly #groups = new Map<string, Resource<'group'>>()
  readonly #users = new Map<string, Resource<'user'>>()
  readonly #root: Resource<'account'>

  constructor(account: AccountRow, rows: Rows, names: ReadonlyMap<string, string>) {
    this.#account = account
    this.#rows = rows
    this.#names = names
    const allowedApps = account.allowedApps === 'all' ? 'all' : sorted(account.allowedApps)
    const { name, labels, showIntegrations } = account
    this.#root = resource('account', null, this.#key(account), account, { name, labels, showIntegrations, allowedApps })
  }

  build(): Resource<'account'> {
    this.#addTemplates()
    this.#addProjects()
    this.#addUsers()
    this.#addGroups()
    this.#addIntegrations()
    this.#addConnections()
    return this.#root
  }

  #key(row: { readonly id: string; readonly name: string }): string {
    return this.#names.get(row.id) ?? row.name
  }

  #addTemplates(): void {
    for (const row of this.#rows('project-templates', this.#account.id)) {
      const integrations = Object.fromEntries(
        Object.entries(row.integrations).map(([app, { enabled, groupTypes }]) => [
          app,
          { enabled, groupTypes: sorted(groupTypes) },
        ]),
      )
      attach(this.#root, resource('template', this.#root, this.#key(row), row, { name: row.name, integrations }))
    }
  }

  #addProjects(): void {
    const templates = new Map(this.#rows('project-templates', this.#account.id).map((row) => [row.id, this.#key(row)]))
    for (const row of this.#rows('projects', this.#account.id)) {
      const { name, labels, state } = row
      const template = row.template === null ? null : (templates.get(row.template) ?? null)
      const fields = { name, labels, state, template }
      this.#projects.set(row.id, attach(this.#root, resource('project', this.#root, this.#key(row), row, fields)))
    }
  }

  #addUsers(): void {
    const rows = this.#rows('users', this.#account.id)
    const emails = new Map(rows.map((row) => [row.id, row.email]))
    for (const row of rows) {
      const { role, department, designation } = row
      const manager = row.manager === null ? null : (emails.get(row.manager) ?? null)
      const fields = { role, projects: this.#projectNames(row.projects), department, designation, manager }
      this.#users.set(row.id, attach(this.#root, resource('user', this.#root, row.email, row, fields)))
    }
    for (const row of this.#rows('invitations', this.#account.id)) {
      const { role, department, designation, manager, status } = row
      const fields = { role, projects: this.#projectNames(row.projects), department, designation, manager, status }
      // Whoever accepted is a user; and one who left can be asked again.
      if (status !== 'accepted' && isNewer(row, this.#root.children.invitation?.get(row.email)?.fields.status)) {
        attach(this.#root, resource('invitation', this.#root, row.email, row, fields))
      }
    }
  }

  #addGroups(): void {
    for (const row of this.#rows('groups', this.#account.id)) {
      const parent = row.project === null ? this.#root : this.#projects.get(row.project)
      if (parent === undefined) continue
      const { name, labels, type } = row
      const members = sorted(row.members.flatMap((id) => this.#users.get(id)?.key ?? []))
      const fields = { name, labels, type, members }
      this.#groups.set(row.id, attach(parent, resource('group', parent, this.#key(row), row, fields)))
    }
  }

  #addIntegrations(): void {
    const { id } = this.#account
    for (const row of this.#rows('account-integrations', id)) {
      const { enabled, newProjects } = row
      const fields = { enabled, projects: this.#projectNames(row.projects), newProjects }
      attach(this.#root, resource('account-integration', this.#root, row.app, row, fields))
    }
    for (const row of this.#rows('project-integrations', id)) {
      const { enabled } = row
      const fields = { enabled, groups: this.#groupNames(row.groups), groupTypes: sorted(row.groupTypes) }
      this.#under(this.#projects.get(row.project), 'project-integration', row, fields)
    }
    for (const row of this.#rows('group-integrations', id)) {
      this.#under(this.#groups.get(row.group), 'group-integration', row, { setting: row.setting })
    }
    for (const row of this.#rows('user-integrations', id)) {
      this.#under(this.#users.get(row.user), 'user-integration', row, { blocked: row.blocked })
    }
  }

  #under<K extends ResourceKind>(
    parent: Resource | undefined,
    kind: K,
    row: { readonly id: string; readonly etag: string; readonly app: string },
    fields: FieldsByKind[K],
  ): void {
    if (parent !== undefined) attach(parent, resource(kind, parent, row.app, row, fields))
  }

  #addConnections(): void {
    for (const row of this.#rows('connections', this.#account.id)) {
      if (row.status !== 'ended') attach(this.#root, resource('connection', null, row.id, row, this.#connection(row)))
    }
  }

  #connection(row: ConnectionRow): FieldsByKind['connection'] {
    const { app, name, holder, externalAccount, createdBy, scopes, createdAt, lastUsedAt, requestedAt } = row
    return {
      app,
      project: row.project === null ? null : (this.#projects.get(row.project)?.key ?? row.project),
      name,
      owner: this.#person(row.owner),
      holder,
      externalAccount,
      createdBy,
      usableBy: row.usableBy === 'everyone' ? 'everyone' : this.#usableBy(row.usableBy),
      status: row.status === 'ended' ? 'requested' : row.status,
      ...{ scopes, createdAt, lastUsedAt, requestedAt },
    }
  }

  /** An owner who is nobody in this account stays somebody: the gates then find them in no group. */
  #person = (id: string | null): string | null => (id === null ? null : (this.#users.get(id)?.key ?? id))

  #usableBy({ users, groups }: { readonly users: readonly string[]; readonly groups: readonly string[] }) {
    const paths = groups.flatMap((id) => {
      const group = this.#groups.get(id)
      return group === undefined ? [] : [group.address.split('/').slice(2).map(decodeURIComponent).join('/')]
    })
    return { users: sorted(users.flatMap((id) => this.#users.get(id)?.key ?? [])), groups: sorted(paths) }
  }

  #projectNames = (ids: readonly string[]): string[] => sorted(ids.flatMap((id) => this.#projects.get(id)?.key ?? []))

  #groupNames = (ids: readonly string[]): string[] => sorted(ids.flatMap((id) => this.#groups.get(id)?.key ?? []))
}

/** Of several invitations to one address the pending one counts, else the last. */
const isNewer = (row: { readonly status: string }, known: string | undefined): boolean =>
  known === undefined || row.status === 'pending' || known !== 'pending'
