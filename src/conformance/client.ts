import { randomUUID } from 'node:crypto'
import { Pool } from 'undici'
import type { Exchange } from '../model/generated/conformance.js'
import { Answer } from './answer.js'

export type Headers = Readonly<Record<string, string>>

/** What a request says beside its place. A header that is empty is left out, also one that would stand there by itself. */
export interface Sent {
  readonly body?: unknown
  readonly headers?: Headers
}

/** Longest answer that is read, in bytes, and longest wait for one, in milliseconds. */
const MOST = 32 * 1024 * 1024
const PATIENCE = 30_000

/** The connections to one platform that all clients of a run share. */
export const openPool = (url: string): Pool =>
  new Pool(new URL(url).origin, { maxResponseSize: MOST, connect: { timeout: 5_000 } })

/**
 * As little of a client as the checks need, and nothing of Writ's own: what it sends stands in the check. It follows no
 * redirect, so that a token goes nowhere else.
 */
export class Client {
  constructor(
    /** Where the platform's `/v1` stands, without it. */
    readonly url: string,
    readonly token: string,
    readonly pool: Pool,
  ) {}

  /** One request; whatever the platform answers is an answer. Waits where it asks for that (429). */
  async send(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer> {
    const sent = this.#headers(method, body, headers)
    const payload = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
    for (let waits = 0; ; waits++) {
      const answer = await this.#once(method, path, sent, payload)
      if (answer.status !== 429 || waits === MOST_WAITS) return answer
      await pause(answer)
    }
  }

  get = (path: string): Promise<Answer> => this.send('GET', path)
  post = (path: string, body?: unknown, headers?: Headers): Promise<Answer> =>
    this.send('POST', path, { body, ...(headers && { headers }) })

  /** PATCH at the version that the row has now. */
  patch = (path: string, body: unknown, headers: Headers = {}): Promise<Answer> =>
    this.#atVersion('PATCH', path, body, headers)
  /** PUT at the version that the setting has now, or for the first time. */
  put = (path: string, body: unknown, headers: Headers = {}): Promise<Answer> =>
    this.#atVersion('PUT', path, body, headers)
  /** DELETE at the version that the row has now. */
  remove = (path: string, headers: Headers = {}): Promise<Answer> => this.#atVersion('DELETE', path, undefined, headers)

  async #atVersion(method: string, path: string, body: unknown, headers: Headers): Promise<Answer> {
    const { etag } = (await this.get(path.split('?')[0] ?? path)).is(200)
    return await this.send(method, path, { body, headers: { ...condition(etag as string | null), ...headers } })
  }

  #headers(method: string, body: unknown, more: Headers): Record<string, string> {
    const own: Record<string, string> = { authorization: `Bearer ${this.token}` }
    if (method !== 'GET') own['idempotency-key'] = randomUUID()
    if (body !== undefined) own['content-type'] = 'application/json'
    return Object.fromEntries(Object.entries({ ...own, ...more }).filter(([, value]) => value !== ''))
  }

  async #once(method: string, path: string, headers: Record<string, string>, payload: string | null): Promise<Answer> {
    const { pathname } = new URL(this.url)
    const response = await this.pool.request({
      path: `${pathname === '/' ? '' : pathname}/v1${path === '' ? '' : `/${path}`}`,
      method: method as 'GET',
      headers,
      body: payload,
      signal: AbortSignal.timeout(PATIENCE),
    })
    const text = await response.body.text()
    const came = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
    const asked = { method, path, headers: this.#hidden(headers), body: payload === null ? null : this.#hide(payload) }
    const told = { status: response.statusCode, answerHeaders: this.#hidden(telling(came)), answer: this.#hide(text) }
    return new Answer(response.statusCode, came, text, { ...asked, ...told } satisfies Exchange)
  }

  /** E16: no token is shown, not even one that a platform sends back. */
  #hide = (text: string): string => cut(text.replaceAll(this.token, '[token]'))
  #hidden = (headers: Headers): Headers => {
    const shown = Object.entries(headers).filter(([name]) => name !== 'authorization')
    return Object.fromEntries(shown.map(([name, value]) => [name, this.#hide(value)]))
  }
}

/** The precondition that fits a version; null is that of a setting which was never written. */
export const condition = (etag: string | null): Headers =>
  etag === null ? { 'if-none-match': '*' } : { 'if-match': `"${etag}"` }

const SHOWN = 1500
const cut = (text: string): string => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`)

const TELLING = ['content-type', 'etag', 'idempotent-replay', 'retry-after', 'allow', 'location']
const telling = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => TELLING.includes(name)))

const MOST_WAITS = 5
const LONGEST_WAIT = 30

/** As long as `Retry-After` says, in seconds. */
async function pause({ headers }: Answer): Promise<void> {
  const seconds = Math.min(Number(headers['retry-after'] ?? 1) || 1, LONGEST_WAIT)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}
