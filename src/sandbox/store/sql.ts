import Database from 'libsql'

export type Value = string | number | null

/** A prepared statement whose rows are plain arrays. */
export interface Query {
  all(...values: Value[]): Value[][]
  get(...values: Value[]): Value[] | undefined
  run(...values: Value[]): void
}

/** A thin door to SQLite: prepared once per text, arrays in and out, nested transactions by savepoints. */
export class Sql {
  readonly #db: Database.Database
  readonly #prepared = new Map<string, Query>()

  constructor(file: string) {
    this.#db = new Database(file)
    // A test platform: losing the last transactions in a power cut is acceptable, a slow write is not.
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  }

  exec(text: string): void {
    this.#db.exec(text)
  }

  query(text: string): Query {
    const known = this.#prepared.get(text)
    if (known) return known
    const made = prepare(this.#db, text)
    this.#prepared.set(text, made)
    return made
  }

  /** Runs `work` whole or not at all; inside another transaction it is undone alone. */
  transaction<T>(work: () => T): T {
    const outer = this.#db.inTransaction
    this.exec(outer ? 'SAVEPOINT item' : 'BEGIN IMMEDIATE')
    try {
      const result = work()
      this.exec(outer ? 'RELEASE item' : 'COMMIT')
      return result
    } catch (error) {
      this.exec(outer ? 'ROLLBACK TO item; RELEASE item' : 'ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#prepared.clear()
    this.#db.close()
  }
}

function prepare(db: Database.Database, text: string): Query {
  const statement = db.prepare(text)
  if (statement.reader) statement.raw()
  return {
    all: (...values) => statement.all(values) as Value[][],
    get: (...values) => statement.get(values) as Value[] | undefined,
    run: (...values) => void statement.run(values),
  }
}
