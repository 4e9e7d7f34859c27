import { CONNECTING_SCHEMA } from '../connecting/schema.js'
import { THIRD_PARTY_SCHEMA } from '../oauth/schema.js'
import type { AnyRow, Collection, Draft, Rows } from '../rows.js'
import { type Columns, columnsOf } from './columns.js'
import { SCHEMA } from './schema.js'
import { Sql, type Value } from './sql.js'

/** Which rows to find: equal columns (null matches null), and for connections only those that have not ended. */
export type Where = Partial<Columns> & { live?: boolean }

/** Everything the platform knows. Reads are by key or by indexed columns; each written row gets the next revision. */
export class Store {
  readonly sql: Sql
  /** The newest revision of each account that the open transaction wrote in; `*` stands for the registry. */
  touched = new Map<string, number>()
  #revision: number

  constructor(file: string) {
    this.sql = new Sql(file)
    for (const part of [SCHEMA, CONNECTING_SCHEMA, THIRD_PARTY_SCHEMA]) this.sql.exec(part)
    this.#revision = newestRevision(this.sql)
  }

  /** The revision of the last row written, on the whole platform. */
  get revision(): number {
    return this.#revision
  }

  get<C extends Collection>(collection: C, id: string): Rows[C] | undefined {
    const text = this.text(collection, id)
    return text === undefined ? undefined : (JSON.parse(text) as Rows[C])
  }

  /** A row as it goes over the wire. */
  text(collection: Collection, id: string): string | undefined {
    return this.sql.query('SELECT body FROM rows WHERE collection = ? AND id = ?').get(collection, id)?.[0] as
      | string
      | undefined
  }

  find<C extends Collection>(collection: C, where: Where): Rows[C][] {
    const { text, values } = condition(where)
    const query = this.sql.query(`SELECT body FROM rows ${indexFor(where)} WHERE collection = ?${text} ORDER BY id`)
    return query.all(collection, ...values).map(([body]) => JSON.parse(body as string) as Rows[C])
  }

  /** The ids of a collection, in order. */
  ids(collection: Collection): string[] {
    const query = this.sql.query('SELECT id FROM rows WHERE collection = ? ORDER BY id')
    return query.all(collection).map(([id]) => String(id))
  }

  count(collection: Collection, where: Where): number {
    const { text, values } = condition(where)
    const query = this.sql.query(`SELECT count(*) FROM rows ${indexFor(where)} WHERE collection = ?${text}`)
    return query.get(collection, ...values)?.[0] as number
  }

  /** The statuses of those in an account who have an e-mail address, in whatever letters. */
  statusesAt(collection: 'users' | 'invitations', account: string, email: string): (string | null)[] {
    const text =
      'SELECT status FROM rows INDEXED BY rows_address WHERE collection = ? AND account = ? AND name = ? COLLATE NOCASE'
    return this.sql
      .query(text)
      .all(collection, account, email)
      .map(([status]) => status as string | null)
  }

  /** What the platform remembers of a row and never shows. */
  mark(collection: Collection, id: string): string | null {
    const found = this.sql.query('SELECT mark FROM rows WHERE collection = ? AND id = ?').get(collection, id)
    return (found?.[0] as string | null | undefined) ?? null
  }

  /** Remembers something of a row without changing what is shown of it. */
  setMark(collection: Collection, id: string, mark: string): void {
    this.sql.query('UPDATE rows SET mark = ? WHERE collection = ? AND id = ?').run(mark, collection, id)
  }

  /** Writes a row whole, under a new revision that becomes its etag. */
  put<C extends Collection>(collection: C, draft: Draft<Rows[C]>, mark: string | null = null): Rows[C] {
    const revision = this.#next()
    const row = stamped<Rows[C]>(draft, revision)
    const at = columnsOf(collection, row)
    this.sql
      .query('INSERT OR REPLACE INTO rows VALUES (?,?,?,?,?,?,?,?,?,?,?)')
      .run(
        ...[collection, row.id, revision, at.account, at.project, at.app, at.subject, at.name, at.status],
        ...[mark, JSON.stringify(row)],
      )
    this.#touch(collection, at.account, revision)
    return row
  }

  /** Writes a changed row under a new revision, into the columns and indexes that differ. What is remembered of it stays, unless given. */
  rewrite<C extends Collection>(collection: C, before: Rows[C], draft: Draft<Rows[C]>, mark?: string): Rows[C] {
    const revision = this.#next()
    const row = stamped<Rows[C]>(draft, revision)
    const [was, is] = [columnsOf(collection, before), columnsOf(collection, row)]
    const changed = COLUMNS.filter((name) => was[name] !== is[name])
    const set = ['revision', 'body', ...changed, ...(mark === undefined ? [] : ['mark'])]
    const values = [
      revision,
      JSON.stringify(row),
      ...changed.map((name) => is[name]),
      ...(mark === undefined ? [] : [mark]),
    ]
    this.sql
      .query(`UPDATE rows SET ${set.map((name) => `${name} = ?`).join(', ')} WHERE collection = ? AND id = ?`)
      .run(...values, collection, row.id)
    this.#touch(collection, is.account, revision)
    return row
  }

  /** Clears what an earlier row of the same id left behind; needed only where ids can come back. */
  revive(collection: Collection, id: string): void {
    this.sql.query('DELETE FROM tombstones WHERE collection = ? AND id = ?').run(collection, id)
  }

  /** Removes a row; a tombstone keeps its place in the feed. Returns the revision of the removal. */
  remove(collection: Collection, row: AnyRow): number {
    const revision = this.#next()
    const at = columnsOf(collection, row)
    this.sql.query('DELETE FROM rows WHERE collection = ? AND id = ?').run(collection, row.id)
    this.sql
      .query('INSERT OR REPLACE INTO tombstones VALUES (?,?,?,?,?)')
      .run(collection, row.id, revision, at.account, at.subject)
    this.#touch(collection, at.account, revision)
    return revision
  }

  /** Whole or not at all; a nested one is undone alone. Revisions of what was undone are given again. */
  transaction<T>(work: () => T): T {
    const revision = this.#revision
    const touched = new Map(this.touched)
    try {
      return this.sql.transaction(work)
    } catch (error) {
      this.#revision = revision
      this.touched = touched
      throw error
    }
  }

  close(): void {
    this.sql.close()
  }

  #next(): number {
    this.#revision += 1
    return this.#revision
  }

  #touch(collection: Collection, account: string | null, revision: number): void {
    if (collection === 'apps') this.touched.set('*', revision)
    else if (account !== null) this.touched.set(account, revision)
  }
}

/** Tombstones keep the highest revision alive, so that no version is ever given twice. */
function newestRevision(sql: Sql): number {
  const newest = (table: string) => sql.query(`SELECT max(revision) FROM ${table}`).get()?.[0]
  return Math.max(Number(newest('rows') ?? 0), Number(newest('tombstones') ?? 0))
}

const COLUMNS = ['account', 'project', 'app', 'subject', 'name', 'status'] as const satisfies (keyof Columns)[]

function stamped<R>(draft: Omit<R, 'etag'>, revision: number): R {
  const { id, etag: _, ...fields } = draft as unknown as { id: string; etag?: string }
  return { id, etag: String(revision), ...fields } as R
}

/**
 * The index that narrows a lookup most. SQLite, which has no statistics here, would rather walk a whole collection by its
 * primary key, since that spares it the sorting.
 */
function indexFor({ account, project, app, subject, name }: Where): string {
  if (project != null) return 'INDEXED BY rows_project'
  if (subject != null) return 'INDEXED BY rows_subject'
  if (account != null && app != null) return 'INDEXED BY rows_account'
  if (name != null) return 'INDEXED BY rows_name'
  if (account != null) return 'INDEXED BY rows_place'
  return app != null ? 'INDEXED BY rows_app' : ''
}

function condition({ live, ...columns }: Where): { text: string; values: Value[] } {
  const wanted = Object.entries(columns)
  const tests = wanted.map(([name, value]) => (value === null ? ` AND ${name} IS NULL` : ` AND ${name} = ?`))
  const values = wanted.flatMap(([, value]) => (value === null ? [] : [value]))
  return { text: tests.join('') + (live ? ` AND status <> 'ended'` : ''), values }
}
