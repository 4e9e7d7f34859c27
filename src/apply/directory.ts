import { parseAddress } from '../model/address.js'
import { NO_SECRETS, type Secrets } from '../model/secrets.js'
import type { Collection, RowOf, Snapshot } from '../model/snapshot.js'
import type { WriteEffect } from '../provider/port.js'
import { explained } from './explained.js'
import { merged } from './merge.js'

/** A name of the plan that nothing on the platform has. */
export class UnknownName extends Error {
  override readonly name = 'UnknownName'
}

/** Names of some collections in the parent that makes them unique, joined by a sign no name has. */
const nameOf: { readonly [C in Collection]?: (row: RowOf<C>) => string } = {
  apps: (row) => row.name,
  accounts: (row) => row.name,
  'project-templates': (row) => join(row.account, row.name),
  projects: (row) => join(row.account, row.name),
  groups: (row) => join(row.account, row.project, row.name),
  users: (row) => join(row.account, row.email),
  connections: (row) => (row.status === 'ended' ? join(row.id) : placeOf(row)),
}
/** Named ones by their name, a personal one by whose it is (U4). */
const placeOf = ({ account, app, name, owner }: Pick<RowOf<'connections'>, 'account' | 'app' | 'name' | 'owner'>) =>
  join(account, app, name ?? join('', owner))
const join = (...parts: readonly (string | null)[]): string => parts.map((part) => part ?? '').join('\n')

type AnyRow = Readonly<Record<string, unknown>>

/**
 * From what a plan says to what the platform takes. From names to ids and versions: those of the snapshot, and those this run has learnt since from its own writes and
 * from what the platform did because of them.
 */
export class Directory {
  readonly #ids = new Map<Collection, Map<string, string>>()
  readonly #rows = new Map<string, AnyRow | null>()
  readonly #etags = new Map<string, string>()
  readonly #touched = new Set<string>()
  readonly #foreign = new Set<string>()
  constructor(
    readonly snapshot: Snapshot,
    readonly secrets: Secrets = NO_SECRETS,
  ) {}

  account = (name: string): string => this.#find('accounts', name, `account ${name}`)
  app = (name: string): string => this.#find('apps', name, `app ${name}`)
  project = (account: string, name: string): string => this.#find('projects', join(account, name), `project ${name}`)
  template = (account: string, name: string): string =>
    this.#find('project-templates', join(account, name), `template ${name}`)
  group = (account: string, project: string | null, name: string): string =>
    this.#find('groups', join(account, project, name), `group ${name}`)
  /** The connection that has a place: a name among those of an app, or somebody's personal one. */
  connection = (place: Parameters<typeof placeOf>[0]): string | undefined =>
    this.#index('connections').get(placeOf(place))
  /** Somebody of the account, or else an operator. */
  user(account: string, email: string): string {
    return this.#index('users').get(join(account, email)) ?? this.#find('users', join(null, email), `user ${email}`)
  }

  /** The id of the thing that an address names; of a setting, of what it is set on. */
  idOf(address: string): string {
    const { kind, parts } = parseAddress(address)
    const [first = '', second = '', third] = parts
    if (kind === 'app') return this.app(first)
    if (kind === 'connection') return parts.at(-1) ?? ''
    const account = this.account(first)
    if (kind === 'account') return account
    if (kind === 'project') return this.project(account, second)
    if (kind === 'template') return this.template(account, second)
    if (kind === 'user') return this.user(account, second)
    return third === undefined
      ? this.group(account, null, second)
      : this.group(account, this.project(account, second), third)
  }

  /** The row as last seen; undefined where there is none. */
  row(collection: Collection, id: string): AnyRow | undefined {
    const learnt = this.#rows.get(join(collection, id))
    if (learnt !== undefined) return learnt ?? undefined
    return this.snapshot.rows[collection].get(id) as AnyRow | undefined
  }
  /** The newest version that this run itself brought about; undefined where it had no part in the row. */
  etag = (collection: Collection, id: string): string | undefined => this.#etags.get(join(collection, id))

  /** True when somebody else wrote a row between what the plan saw and what this run did to it. */
  isForeign = (collection: Collection, id: string): boolean => this.#foreign.has(join(collection, id))

  /** Remembers a row that this run wrote. */
  wrote(collection: Collection, id: string, etag: string, body: AnyRow): void {
    // What is secret is not kept, not even in memory.
    const { secrets: _, apiKey: __, ...shown } = body
    const row = { ...merged(this.row(collection, id) ?? {}, shown), id, etag }
    this.#touched.add(id)
    this.#remember(collection, id, etag, row)
  }
  removed(collection: Collection, id: string): void {
    this.#touched.add(id)
    this.#rows.set(join(collection, id), null)
  }
  /** Remembers what the platform did because of a write. */
  caused({ op, collection, id, etag, row }: WriteEffect): void {
    if (op === 'delete' || op === 'end') this.removed(collection, id)
    else if (etag !== null && row) this.#changed(op, collection, id, etag, row as unknown as AnyRow)
  }

  #changed(op: WriteEffect['op'], collection: Collection, id: string, etag: string, after: AnyRow): void {
    if (op === 'create') this.#touched.add(id)
    const before = this.row(collection, id)
    if (before && !explained(before, after, this.#touched)) this.#foreign.add(join(collection, id))
    this.#remember(collection, id, etag, after)
  }

  #remember(collection: Collection, id: string, etag: string, row: AnyRow): void {
    this.#rows.set(join(collection, id), row)
    this.#etags.set(join(collection, id), etag)
    const name = nameOf[collection] as ((row: AnyRow) => string) | undefined
    if (name) this.#index(collection).set(name(row), id)
  }
  #find(collection: Collection, key: string, what: string): string {
    const id = this.#index(collection).get(key)
    if (id === undefined) throw new UnknownName(`there is no ${what}`)
    return id
  }
  #index(collection: Collection): Map<string, string> {
    const known = this.#ids.get(collection)
    if (known) return known
    const name = nameOf[collection] as (row: RowOf<Collection>) => string
    const index = new Map<string, string>()
    for (const [id, row] of this.snapshot.rows[collection]) index.set(name(row), id)
    this.#ids.set(collection, index)
    return index
  }
}
