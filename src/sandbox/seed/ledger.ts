import { newId, type Platform } from '../platform.js'
import type { BodyError } from '../problems.js'
import type { Collection, Draft, Named, Rows } from '../rows.js'
import { Names } from './names.js'

/** Where a seed's rows go: into the store as they stand, while complaints about them gather. */
export class Ledger {
  readonly errors: BodyError[] = []
  readonly apps = this.names('app')
  readonly #ids = new Set<string>()

  constructor(readonly platform: Platform) {}

  /** A new scope of names. */
  names(what: string): Names {
    return new Names(what, this.errors)
  }

  put<C extends Collection>(collection: C, row: Draft<Rows[C]>, mark?: string): void {
    this.platform.store.put(collection, row, mark)
  }

  /** The id a seed gives, or a new one; two rows with one id are a contradiction. */
  id(collection: Named, given: string | undefined, pointer: string): string {
    const id = given ?? newId(this.platform, collection)
    if (this.#ids.has(id)) this.errors.push({ pointer, detail: `a second row with the id ${id}` })
    this.#ids.add(id)
    return id
  }

  /** Complains of names that are no apps. */
  demandApps(apps: Iterable<string>, pointer: string): void {
    for (const app of apps) this.apps.id(app, `${pointer}/${app}`)
  }
}

/** One account's names, and the ids they stand for. */
export interface Scope {
  /** Where it stands in the seed. */
  at: string
  id: string
  users: Names
  projects: Names
  templates: Names
  /** By PROJECT/GROUP, or GROUP for one without a project. */
  groups: Names
  /** Ids of the projects that are not archived. */
  active: string[]
}
