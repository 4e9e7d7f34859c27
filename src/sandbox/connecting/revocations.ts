import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Claim, withdrawn } from '../oauth/mint.js'
import type { ThirdParty } from '../oauth/third-party.js'
import type { Sql } from '../store/sql.js'
import { revokeToken } from './calls.js'
import { heldOf, hold } from './held.js'

/** What is to be taken back: a token, or what a seed claims was granted. */
type Taken = { client: string; token: string } | Claim

interface Entry {
  id: number
  connection: string | null
  taken: Taken
}

const WIDTH = 16
const BATCH = 50

/**
 * Tokens still to be taken back at the third party. They are written down with the end of their connection, in the same
 * transaction, and struck out once the third party has confirmed; what it did not take is tried again with the next one.
 */
export class Revocations {
  readonly #running = new Map<number, Promise<boolean>>()
  #draining: Promise<void> | undefined
  #due = false
  #closed = false

  constructor(
    readonly sql: Sql,
    readonly thirdParty: ThirdParty,
  ) {}

  /** Writes down what is to be taken back, within the transaction that is open. */
  add(connection: string | null, taken: Taken): void {
    const [token, claim] = 'token' in taken ? [taken.token, null] : [null, JSON.stringify(taken)]
    this.sql
      .query('INSERT INTO revocations (connection, client, token, claim) VALUES (?,?,?,?)')
      .run(connection, taken.client, token, claim)
    this.#due = true
  }

  has(connection: string): boolean {
    return this.sql.query('SELECT 1 FROM revocations WHERE connection = ?').get(connection) !== undefined
  }

  /** Takes the tokens of these connections back now; says of each whether the third party did. */
  async settle(connections: readonly string[]): Promise<Map<string, boolean>> {
    const done = new Map<string, boolean>()
    await inParallel([...connections], async (connection) => {
      const entries = this.#entries('connection = ?', connection)
      const taken = await Promise.all(entries.map((entry) => this.#take(entry)))
      done.set(
        connection,
        taken.every((one) => one),
      )
    })
    return done
  }

  /** Works off in the background whatever a write or an earlier life has left, each once. */
  drain(always = false): void {
    if (this.#closed || this.#draining || !(this.#due || always)) return
    this.#due = false
    this.#draining = this.#drain().finally(() => {
      this.#draining = undefined
      this.drain()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#draining
    await Promise.all(this.#running.values())
  }

  async #drain(): Promise<void> {
    for (let after = 0; ; ) {
      // Requests come first, the answer to the one that ended these among them.
      await nextTurn()
      if (this.#closed) return
      const entries = this.#entries(`id > ? ORDER BY id LIMIT ${BATCH}`, after)
      if (entries.length === 0) return
      await inParallel(entries, async (entry) => void (this.#closed || (await this.#take(entry))))
      after = entries.at(-1)?.id ?? after
    }
  }

  /** One attempt at a time for each, whoever asks. */
  #take(entry: Entry): Promise<boolean> {
    const running = this.#running.get(entry.id)
    if (running) return running
    const attempt = this.#attempt(entry).finally(() => this.#running.delete(entry.id))
    this.#running.set(entry.id, attempt)
    return attempt
  }

  async #attempt({ id, connection, taken }: Entry): Promise<boolean> {
    // Somebody else may have struck it out since it was read.
    if (!this.sql.query('SELECT 1 FROM revocations WHERE id = ?').get(id)) return true
    try {
      if ('token' in taken) await revokeToken(this.thirdParty.url, taken.client, taken.token)
      else await this.#withdraw(connection ?? '', taken)
    } catch {
      return false
    }
    this.sql.query('DELETE FROM revocations WHERE id = ?').run(id)
    return true
  }

  /** What a seed claims; somebody may have looked at its token after it was written down here. */
  async #withdraw(connection: string, claim: Claim): Promise<void> {
    const { client, account } = claim
    const held = heldOf(this.sql, connection)
    if (held) return revokeToken(this.thirdParty.url, client, held.refresh)
    hold(this.sql, connection, { client, account, refresh: withdrawn(this.thirdParty, claim), access: null })
  }

  #entries(condition: string, value: string | number): Entry[] {
    const found = this.sql
      .query(`SELECT id, connection, client, token, claim FROM revocations WHERE ${condition}`)
      .all(value) as [number, string | null, string, string | null, string][]
    return found.map(([id, connection, client, token, claim]) => ({
      id,
      connection,
      taken: token === null ? (JSON.parse(claim) as Claim) : { client, token },
    }))
  }
}

/** Works through a list, so many at once. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]()
  const worker = async () => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: WIDTH }, worker))
}
