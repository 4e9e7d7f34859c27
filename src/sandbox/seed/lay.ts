import { sortedSet } from '../merge.js'
import { newId, now, type Platform } from '../platform.js'
import type { BodyError } from '../problems.js'
import { type AppRow, type Collection, type Draft, type Named, type Rows, settingId } from '../rows.js'
import { problemOf, SELECTED } from '../rules/account-level.js'
import { isConfigured } from '../rules/apps.js'
import type { Seed, SeedAccount, SeedApp, SeedConnection, SeedGroup, SeedProject } from './format.js'
import { Names, SeedError } from './names.js'

/** Everything one account's rows are laid with. */
interface Scope {
  at: string
  id: string
  users: Names
  projects: Names
  templates: Names
  /** By PROJECT/GROUP, or GROUP for one without a project. */
  groups: Names
  active: string[]
}

/**
 * Lays a written-out seed down as it stands: no rule fires, only names must exist. One class because a seed is a tree
 * of names and every branch needs the same three things: the platform, the known apps and the list of complaints.
 */
export class Layer {
  readonly #errors: BodyError[] = []
  readonly #apps = new Names('app', this.#errors)
  readonly #ids = new Set<string>()

  constructor(readonly platform: Platform) {}

  /** Throws a SeedError with every complaint when names are unknown or given twice. */
  lay({ apps = [], accounts = [], operators = [] }: Seed): void {
    const names = new Names('account', this.#errors)
    apps.forEach((app, index) => {
      this.#app(app, `/apps/${index}`)
    })
    accounts.forEach((account, index) => {
      const at = `/accounts/${index}`
      const id = this.#id('accounts', account.id, at)
      names.add(account.name, id, at)
      this.#account(account, at, id)
    })
    operators.forEach(({ id, email }, index) => {
      const place = { account: null, department: null, designation: null, manager: null }
      this.#put('users', {
        id: this.#id('users', id, `/operators/${index}`),
        email,
        role: 'operator',
        projects: [],
        ...place,
      })
    })
    if (this.#errors.length > 0) throw new SeedError(this.#errors)
  }

  #put<C extends Collection>(collection: C, row: Draft<Rows[C]>, mark?: string): void {
    this.platform.store.put(collection, row, mark)
  }

  #id(collection: Named, given: string | undefined, pointer: string): string {
    const id = given ?? newId(this.platform, collection)
    if (this.#ids.has(id)) this.#errors.push({ pointer, detail: `a second row with the id ${id}` })
    this.#ids.add(id)
    return id
  }

  #app(seed: SeedApp, at: string): void {
    const id = this.#id('apps', seed.id, at)
    this.#apps.add(seed.name, id, at)
    this.#put('apps', appRow(seed, id))
  }

  #account(seed: SeedAccount, at: string, id: string): void {
    const names = (what: string) => new Names(what, this.#errors)
    const own = {
      users: names('user'),
      projects: names('project'),
      templates: names('template'),
      groups: names('group'),
    }
    const scope: Scope = { at, id, ...own, active: [] }
    const allowed = seed.allowedApps ?? []
    if (allowed !== 'all') this.#known(allowed, `${at}/allowedApps`)
    const allowedApps = allowed === 'all' ? allowed : sortedSet(allowed)
    const { name, labels = {}, showIntegrations = false } = seed
    this.#put('accounts', { id, name, labels, showIntegrations, allowedApps })
    this.#people(seed, scope)
    this.#projects(seed, scope)
    this.#level(seed, scope)
    this.#connections(seed, scope)
  }

  #known(apps: Iterable<string>, pointer: string): void {
    for (const app of apps) this.#apps.id(app, `${pointer}/${app}`)
  }

  /** Ids first, since people name projects and managers, and groups name people. */
  #people({ users = [], projects = [], invitations = [] }: SeedAccount, scope: Scope): void {
    const { at, id: account } = scope
    const ids = users.map(({ id, email }, index) => {
      const user = this.#id('users', id, `${at}/users/${index}`)
      scope.users.add(email, user, `${at}/users/${index}`)
      return user
    })
    projects.forEach(({ id, name, state }, index) => {
      const project = this.#id('projects', id, `${at}/projects/${index}`)
      scope.projects.add(name, project, `${at}/projects/${index}`)
      if (state !== 'archived') scope.active.push(project)
    })
    users.forEach((seed, index) => {
      const pointer = `${at}/users/${index}`
      const { email, role = 'member', department = null, designation = null } = seed
      const administered = scope.projects.sorted(seed.projects, `${pointer}/projects`)
      const manager = scope.users.optional(seed.manager, `${pointer}/manager`)
      const id = ids[index] ?? ''
      this.#put('users', { id, account, email, role, projects: administered, department, designation, manager })
      const entries = seed.integrations ?? {}
      this.#known(Object.keys(entries), `${pointer}/integrations`)
      for (const [app, { blocked }] of Object.entries(entries)) {
        this.#put('user-integrations', { id: settingId(id, app), account, user: id, app, blocked })
      }
    })
    invitations.forEach((seed, index) => {
      const pointer = `${at}/invitations/${index}`
      const { role = 'member', status = 'pending', invitedAt = now(this.platform), ...rest } = seed
      const id = this.#id('invitations', seed.id, pointer)
      const administered = scope.projects.sorted(seed.projects, `${pointer}/projects`)
      this.#put('invitations', { ...rest, id, account, role, projects: administered, status, invitedAt })
    })
  }

  #projects({ templates = [], projects = [], groups = [] }: SeedAccount, scope: Scope): void {
    const { at, id: account } = scope
    templates.forEach(({ id: given, name, integrations = {} }, index) => {
      const pointer = `${at}/templates/${index}`
      const id = this.#id('project-templates', given, pointer)
      scope.templates.add(name, id, pointer)
      this.#known(Object.keys(integrations), `${pointer}/integrations`)
      const presets = Object.entries(integrations).map(([app, { enabled = true, groupTypes = [] }]) => {
        return [app, { enabled, groupTypes: sortedSet(groupTypes) }] as const
      })
      this.#put('project-templates', { id, account, name, integrations: Object.fromEntries(presets) })
    })
    projects.forEach((project, index) => {
      this.#project(project, `${at}/projects/${index}`, scope)
    })
    groups.forEach((group, index) => {
      this.#group(group, `${at}/groups/${index}`, scope, null)
    })
  }

  #project(seed: SeedProject, at: string, scope: Scope): void {
    const { name, labels = {}, state = 'active', groups = [], integrations = {} } = seed
    const id = scope.projects.id(name, at)
    const template = scope.templates.optional(seed.template, `${at}/template`)
    this.#put('projects', { id, account: scope.id, name, labels, state, template })
    groups.forEach((group, index) => {
      this.#group(group, `${at}/groups/${index}`, scope, { id, name })
    })
    this.#known(Object.keys(integrations), `${at}/integrations`)
    for (const [app, { enabled = true, groups: named = [], groupTypes = [] }] of Object.entries(integrations)) {
      const pointer = `${at}/integrations/${app}/groups`
      const chosen = scope.groups.sorted(
        named.map((group) => `${name}/${group}`),
        pointer,
      )
      const row = { account: scope.id, project: id, app, enabled, groups: chosen, groupTypes: sortedSet(groupTypes) }
      this.#put('project-integrations', { id: settingId(id, app), ...row })
    }
  }

  #group(seed: SeedGroup, at: string, scope: Scope, project: { id: string; name: string } | null): void {
    const { name, labels = {}, type = null, integrations = {} } = seed
    const id = this.#id('groups', seed.id, at)
    const place = { account: scope.id, project: project?.id ?? null }
    scope.groups.add(project ? `${project.name}/${name}` : name, id, at)
    const members = scope.users.sorted(seed.members, `${at}/members`)
    this.#put('groups', { id, ...place, name, labels, type, members })
    this.#known(Object.keys(integrations), `${at}/integrations`)
    for (const [app, setting] of Object.entries(integrations)) {
      this.#put('group-integrations', { id: settingId(id, app), ...place, group: id, app, setting })
    }
  }

  #level({ integrations = {} }: SeedAccount, scope: Scope): void {
    this.#known(Object.keys(integrations), `${scope.at}/integrations`)
    for (const [app, { enabled = true, projects = [], newProjects = projects === 'all' }] of Object.entries(
      integrations,
    )) {
      const pointer = `${scope.at}/integrations/${app}/projects`
      const selected = projects === 'all' ? [...scope.active].sort() : scope.projects.sorted(projects, pointer)
      const problem = enabled ? problemOf(this.platform.store, app) : null
      const row = {
        id: settingId(scope.id, app),
        account: scope.id,
        app,
        enabled,
        projects: selected,
        newProjects,
        problem,
      }
      this.#put('account-integrations', row, SELECTED)
    }
  }

  #connections({ connections = [], workflows = [] }: SeedAccount, scope: Scope): void {
    const known = new Names('connection', this.#errors)
    connections.forEach((seed, index) => {
      const pointer = `${scope.at}/connections/${index}`
      const id = this.#id('connections', seed.id, pointer)
      known.add(id, id, pointer)
      if (seed.name !== undefined && !known.has(seed.name)) known.add(seed.name, id, pointer)
      this.#connection(seed, pointer, scope, id)
    })
    workflows.forEach(({ id: given, name, connections: used }, index) => {
      const pointer = `${scope.at}/workflows/${index}`
      const id = this.#id('workflows', given, pointer)
      this.#put('workflows', { id, account: scope.id, name, connections: known.sorted(used, `${pointer}/connections`) })
    })
  }

  #connection(seed: SeedConnection, at: string, scope: Scope, id: string): void {
    this.#apps.id(seed.app, `${at}/app`)
    const owner = scope.users.optional(seed.owner, `${at}/owner`)
    const { usableBy = 'everyone' } = seed
    this.#put('connections', {
      id,
      account: scope.id,
      app: seed.app,
      project: scope.projects.optional(seed.project, `${at}/project`),
      name: seed.name ?? null,
      owner,
      holder: seed.holder ?? (owner === null ? 'installation' : 'person'),
      externalAccount: seed.externalAccount ?? null,
      status: seed.status ?? 'active',
      createdBy: seed.createdBy === undefined ? owner : scope.users.id(seed.createdBy, `${at}/createdBy`),
      usableBy:
        usableBy === 'everyone'
          ? usableBy
          : {
              users: scope.users.sorted(usableBy.users, `${at}/usableBy/users`),
              groups: scope.groups.sorted(usableBy.groups, `${at}/usableBy/groups`),
            },
      scopes: seed.scopes ?? [],
      createdAt: seed.createdAt ?? now(this.platform),
      lastUsedAt: seed.lastUsedAt ?? null,
    })
  }
}

function appRow({ name, auth, ...seed }: SeedApp, id: string): Draft<AppRow> {
  const { displayName = name, description = '', provider = '', category = 'other', uses = [] } = seed
  const { status = 'active', version = '1.0.0', availableVersion = null, settings = {} } = seed
  const texts = { displayName, description, provider, category, auth, uses: sortedSet(uses) }
  const configured = isConfigured({ auth, status, settings })
  return { id, name, ...texts, status, configured, version, availableVersion, settings }
}
