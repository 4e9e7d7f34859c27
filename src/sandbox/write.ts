import { changesBetween, recordEvent } from './audit.js'
import { takeBack } from './connecting/leaving.js'
import { now, type Platform } from './platform.js'
import type { Principal } from './principal.js'
import type { AnyRow, Collection, ConnectionRow, Draft, Rows, SettingCollection } from './rows.js'
import type { Store } from './store/store.js'

/** A row that the platform changed by itself because of a write. */
export interface Effect {
  op: 'create' | 'update' | 'delete' | 'end'
  collection: Collection
  id: string
  row: AnyRow | null
}

/** Who a change counts for: the caller asked for it, or the platform did it because of that. */
export type Cause = 'caller' | 'platform'

/** One write and all that follows from it: rows, audit events and the list of effects, in one transaction. */
export class Write {
  readonly effects: Effect[] = []
  readonly at: string
  readonly store: Store

  constructor(
    readonly platform: Platform,
    readonly actor: Principal,
  ) {
    this.at = now(platform)
    this.store = platform.store
  }

  create<C extends Collection>(collection: C, draft: Draft<Rows[C]>, cause: Cause = 'caller'): Rows[C] {
    this.store.revive(collection, draft.id)
    const row = this.store.put(collection, draft)
    this.#record('create', cause, collection, undefined, row)
    return row
  }

  /** Writes a changed row; one that is the same in every field keeps its version. */
  update<C extends Collection>(
    collection: C,
    before: Rows[C],
    after: Draft<Rows[C]>,
    cause: Cause = 'caller',
    op: 'update' | 'end' = 'update',
  ): Rows[C] {
    if (changesBetween(before, after) === undefined) return before
    if (op === 'end') takeBack(this, before as ConnectionRow)
    const row = this.store.rewrite(collection, before, after)
    this.#record(op, cause, collection, before, row)
    return row
  }

  /** Gives a row a new version because of what is remembered of it and not shown: the trail tells the change, not the value. */
  renew<C extends Collection>(collection: C, before: Rows[C], mark: string): Rows[C] {
    const row = this.store.rewrite(collection, before, before, mark)
    this.#record('update', 'caller', collection, before, row)
    return row
  }

  /** Writes a setting, whether or not anybody has spoken before. */
  save<C extends SettingCollection>(collection: C, before: Draft<Rows[C]>, after: Draft<Rows[C]>): Rows[C] {
    return isStored<Rows[C]>(before) ? this.update(collection, before, after) : this.create(collection, after)
  }

  remove<C extends Collection>(collection: C, row: Rows[C], cause: Cause = 'caller'): void {
    const revision = this.store.remove(collection, row)
    this.#record('delete', cause, collection, row, undefined, revision)
  }

  #record(
    op: Effect['op'],
    cause: Cause,
    collection: Collection,
    before: AnyRow | undefined,
    after: AnyRow | undefined,
    revision = Number(after?.etag),
  ): void {
    const id = (after ?? before)?.id as string
    if (cause === 'platform') this.effects.push({ op, collection, id, row: after ?? null })
    recordEvent(this, { action: op, cause, collection, revision, before, after })
  }
}

/** Whether a setting has ever been written; only then it has a version. */
const isStored = <R>(row: object): row is R & object => 'etag' in row
