import type { Row } from './answer.js'
import { type Client, condition } from './client.js'

/** Removes what the checks made, newest first; what it owes in an account goes with the account. */
export class Cleaner {
  readonly #owed: { collection: string; id: string }[] = []
  readonly #restored: (() => Promise<void>)[] = []
  /** What could not be removed, as `collection/id`. */
  readonly leftBehind: string[] = []

  constructor(private readonly admin: Client) {}

  owes(collection: string, id: string): void {
    this.#owed.push({ collection, id })
  }

  /** Something that was there before and is to be as it was. Runs before anything is removed. */
  restores(what: string, work: () => Promise<unknown>): void {
    this.#restored.push(() => this.#attempt(what, work))
  }

  async clean(): Promise<void> {
    for (const restore of this.#restored.splice(0).reverse()) await restore()
    for (const { collection, id } of this.#owed.splice(0).reverse()) {
      await this.#attempt(`${collection}/${id}`, () => this.#remove(collection, id))
    }
  }

  async #attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch {
      this.leftBehind.push(what)
    }
  }

  async #remove(collection: string, id: string): Promise<void> {
    const found = await this.admin.get(`${collection}/${id}`)
    if (found.status === 404 || found.json?.status === 'ended') return
    if (collection === 'accounts') await this.#revokeAll(id)
    const { etag, name } = found.is(200)
    const query = collection === 'apps' ? `?confirm=${encodeURIComponent(String(name))}` : ''
    const answer = await this.admin.send('DELETE', `${collection}/${id}${query}`, { headers: condition(etag) })
    answer.is(200)
  }

  /** An account goes only when nothing in it lives. */
  async #revokeAll(account: string): Promise<void> {
    const live: readonly Row[] = (await this.admin.get(`connections?account=${account}&limit=1000`)).page().items
    for (const { id, etag } of live) {
      await this.admin.send('DELETE', `connections/${id}`, { headers: condition(etag) })
    }
  }
}
