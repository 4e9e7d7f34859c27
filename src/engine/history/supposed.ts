import type { Estate, EstateDocument } from '../../model/document.js'
import type { DocumentKind, DocumentOf } from '../../model/generated/documents.js'
import { COLLECTIONS, isCollection, rowFrom } from '../../model/picture.js'
import type { Collection, RowOf, Snapshot } from '../../model/snapshot.js'

/** How everything stands that documents do not speak of. */
export type Supposing = 'closed' | 'open'

const LEVELS = ['account', 'project', 'group', 'person']

/**
 * A platform that holds what documents name, and nothing else, with all that they leave open closed, or open. What is the
 * same on both, documents alone decide. That apps are installed, and projects active, is taken for granted.
 */
export function supposed(estate: Estate, supposing: Supposing): Snapshot {
  const rows = Object.fromEntries(COLLECTIONS.map((name) => [name, new Map()])) as unknown as Snapshot['rows']
  new Supposed(estate, supposing === 'open', rows).fill()
  return {
    platform: {
      ...{ name: '', version: '', tenant: estate.config.platform.tenant, url: estate.config.platform.url },
      capabilities: { levels: LEVELS, changeFeed: false, lease: false, expectConnections: false },
    },
    principal: { id: '', name: '', roles: [{ role: 'operator' }], tokenKind: 'read' },
    ...{ revision: 0, rows, reads: COLLECTIONS.map((collection) => readOf(collection, rows)) },
  }
}

const readOf = (collection: Collection, rows: Snapshot['rows']) => ({
  ...{ collection, account: null, complete: true, pages: 1, revisionBefore: 0, revisionAfter: 0, lastCursor: null },
  ...{ rows: rows[collection].size, total: rows[collection].size, replayed: 0 },
})

class Supposed {
  constructor(
    private readonly estate: Estate,
    private readonly isOpen: boolean,
    private readonly rows: Snapshot['rows'],
  ) {}

  fill(): void {
    for (const { name, category, auth } of this.#all('App'))
      this.#add('apps', name, {
        name,
        category: category ?? 'other',
        auth: auth ?? 'oauth2',
        status: 'active',
        configured: true,
        version: '',
        availableVersion: null,
      })
    for (const { name, labels = {} } of this.#all('Account')) this.#account(name, labels)
    for (const { account, name, labels = {} } of this.#all('Project')) this.#project(account, name, labels)
    for (const { account, email } of this.#all('User')) this.#user(account, email)
    for (const group of this.#all('Group')) this.#group(group)
    if (this.isOpen) this.#open()
    else this.#close()
  }

  /** Documents that want something there. */
  #all<K extends DocumentKind>(kind: K): DocumentOf<K>[] {
    return this.estate.documents
      .filter((document): document is EstateDocument<K> => document.kind === kind)
      .map(({ value }) => value)
      .filter((value) => (value as { ensure?: string }).ensure !== 'absent')
  }

  #add<C extends Collection>(collection: C, id: string, fields: object): void {
    if (!isCollection(collection) || this.rows[collection].has(id)) return
    const named = { id, etag: '"0"', ...fields }
    const row = rowFrom(collection, Object.keys(named), Object.values(named))
    ;(this.rows[collection] as unknown as Map<string, RowOf<C>>).set(id, row)
  }

  #account(name: string, labels: object = {}): void {
    this.#add('accounts', name, { name, labels, showIntegrations: this.isOpen, allowedApps: this.isOpen ? 'all' : [] })
  }

  #project(account: string, name: string, labels: object = {}): void {
    this.#account(account)
    this.#add('projects', `${account}/${name}`, { account, name, labels, state: 'active', template: null })
  }

  #user(account: string, email: string): void {
    this.#account(account)
    this.#add('users', `${account}/${email}`, { account, email, role: 'member', projects: [] })
  }

  #group({ account, project, name, type, labels = {}, members = [] }: DocumentOf<'Group'>): void {
    if (project !== undefined) this.#project(account, project)
    for (const email of members) this.#user(account, email)
    const parent = project === undefined ? null : `${account}/${project}`
    const ids = members.map((email) => `${account}/${email}`)
    this.#add('groups', `${parent ?? account}/group/${name}`, {
      account,
      project: parent,
      name,
      labels,
      type: type ?? null,
      members: ids,
    })
  }

  /** An account of which no project is named may have one all the same, and without one its people need no group. */
  #close(): void {
    const named = new Set([...this.rows.projects.values()].map(({ account }) => account))
    for (const { name } of this.rows.accounts.values()) if (!named.has(name)) this.#project(name, '*')
  }

  /** Everybody in every group, and every app on at each level: what documents close is closed by them alone. */
  #open(): void {
    const { accounts, apps, projects, groups, users } = this.rows
    for (const group of groups.values()) {
      const all = [...users.values()].filter(({ account }) => account === group.account).map(({ id }) => id)
      ;(groups as Map<string, RowOf<'groups'>>).set(group.id, { ...group, members: all })
    }
    for (const { id: project, account } of [...projects.values()]) {
      const all = [...users.values()].filter((user) => user.account === account).map(({ id }) => id)
      // Groups that no document names may hold anybody.
      this.#add('groups', `${project}/group/*`, { account, project, name: '*', labels: {}, type: null, members: all })
    }
    for (const { name: app } of apps.values()) {
      for (const { id: account } of accounts.values()) {
        const ids = [...projects.values()].filter((project) => project.account === account).map(({ id }) => id)
        this.#add('account-integrations', `${account}.${app}`, {
          account,
          app,
          enabled: true,
          projects: ids,
          newProjects: true,
        })
      }
      for (const { id: project, account } of projects.values()) {
        const inside = [...groups.values()].filter((group) => group.project === project).map(({ id }) => id)
        this.#add('project-integrations', `${project}.${app}`, {
          account,
          project,
          app,
          enabled: true,
          groups: inside,
          groupTypes: [],
        })
      }
    }
  }
}
