import type { Plan } from '../../../src/model/generated/plan.js'
import type { Rows } from '../client.js'
import type { State } from '../naive.js'

type Named = 'accounts' | 'projects' | 'groups' | 'project-templates'

/** Names and addresses as a plan uses them: those of after the run, those it only meant to give, and the last of what is gone. */
export class Names {
  readonly #meant = new Map<string, string>()

  constructor(
    readonly before: State,
    readonly after: State,
    { changes, held }: Pick<Plan, 'changes' | 'held'>,
  ) {
    for (const { operation, target, after: fields } of changes) {
      if (operation === 'rename' && target.id !== null) this.#meant.set(target.id, String(fields?.name))
    }
    // Held renames: from above, so that what is below is found under the new name.
    for (const collection of ['accounts', 'project-templates', 'projects', 'groups'] as const) {
      for (const row of before[collection]) {
        const renamed = held.find(({ before: was, after: fields, address }) => {
          if (was?.name !== row.name || fields?.name === undefined) return false
          this.#meant.set(row.id, String(fields.name))
          const isIt = this.address(collection, { ...row }) === address
          if (!isIt) this.#meant.delete(row.id)
          return isIt
        })
        if (renamed) this.#meant.set(row.id, String(renamed.after?.name))
      }
    }
  }

  row<C extends keyof Rows>(collection: C, id: string | null): Rows[C] | undefined {
    const find = (state: State) => state[collection].find((row) => row.id === id) as Rows[C] | undefined
    return find(this.after) ?? find(this.before)
  }

  name(collection: Named, id: string | null): string {
    return this.#meant.get(id ?? '') ?? this.row(collection, id)?.name ?? `?${id}`
  }

  account(name: string): Rows['accounts'] | undefined {
    return [...this.after.accounts, ...this.before.accounts].find(({ id }) => this.name('accounts', id) === name)
  }

  /** A project by the names that a plan uses. */
  project(account: string, name: string): Rows['projects'] | undefined {
    return [...this.after.projects, ...this.before.projects].find(
      (row) => this.name('projects', row.id) === name && this.name('accounts', row.account) === account,
    )
  }

  /** `apollo/eng`, or `eng` for a group without a project. */
  path(id: string): string {
    const row = this.row('groups', id)
    return `${row?.project ? `${this.name('projects', row.project)}/` : ''}${this.name('groups', id)}`
  }

  email = (id: string): string => this.row('users', id)?.email ?? `?${id}`

  /** The address of a row, put together by hand. */
  address(collection: keyof Rows, row: Record<string, unknown>): string {
    const account = this.name('accounts', (row.account ?? null) as string | null)
    const project = (id: unknown) => (id === null ? '' : `/${this.name('projects', String(id))}`)
    const setting = (of: string) => `${of}#integrations.${row.app}`
    const named = (id: unknown) => this.name('accounts', String(id))
    if (collection === 'apps') return `app/${row.name}`
    if (collection === 'accounts') return `account/${named(row.id)}`
    if (collection === 'project-templates') return `template/${account}/${this.name(collection, String(row.id))}`
    if (collection === 'projects') return `project/${account}${project(row.id)}`
    if (collection === 'groups') return this.#group(account, String(row.id))
    if (collection === 'users' || collection === 'invitations') return `user/${account}/${row.email}`
    if (collection === 'connections') return this.#connection(account, row)
    if (collection === 'account-integrations') return setting(`account/${account}`)
    if (collection === 'project-integrations') return setting(`project/${account}${project(row.project)}`)
    if (collection === 'group-integrations') return setting(this.#group(account, String(row.group)))
    return setting(`user/${account}/${this.email(String(row.user))}`)
  }

  /** A setting that was written and went again within the run, by its id: `<what it is of>.<app>`. */
  ofSetting(resource: string): string {
    const at = resource.indexOf('.')
    const id = resource.slice(0, at)
    const of = (['accounts', 'projects', 'groups', 'users'] as const).find((each) => this.row(each, id) !== undefined)
    if (at < 0 || of === undefined) return resource
    return `${this.address(of, { ...this.row(of, id) })}#integrations.${resource.slice(at + 1)}`
  }

  /** What Writ made is at the address of the document that asked for it. */
  #connection(account: string, { id, app, name, owner }: Record<string, unknown>): string {
    if (this.before.connections.some((row) => row.id === id)) return `connection/${id}`
    if (name !== null) return `connection/${account}/${app}/${name}`
    return `user/${account}/${this.email(String(owner))}#integrations.${app}`
  }

  #group(account: string, id: string): string {
    return `group/${account}/${this.path(id)}`
  }

  /** A row in the words of a plan: names for ids. */
  inWords(collection: keyof Rows, row: Record<string, unknown>): Record<string, unknown> {
    const list = (value: unknown, of: (id: string) => string) => (value as string[]).map(of).sort()
    const words: Record<string, (value: unknown) => unknown> = {
      projects: (value) => list(value, (id) => this.name('projects', id)),
      members: (value) => list(value, this.email),
      manager: (value) => (value === null || collection === 'invitations' ? value : this.email(String(value))),
      template: (value) => (value === null ? null : this.name('project-templates', String(value))),
      groups: (value) => list(value, (id) => this.name('groups', id)),
    }
    return Object.fromEntries(
      Object.entries(row).map(([field, value]) => {
        if (collection === 'apps' && field === 'status')
          return ['state', value === 'upgrade-pending' ? 'active' : value]
        return [field, Array.isArray(value) || value !== null ? (words[field]?.(value) ?? value) : value]
      }),
    )
  }
}
