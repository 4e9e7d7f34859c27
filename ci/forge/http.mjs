// The REST APIs of GitHub and GitLab, as far as they are alike. No dependency: this runs before anything is installed.
import { setTimeout as pause } from 'node:timers/promises'

const AGAIN = new Set([429, 502, 503, 504])
const ATTEMPTS = 4

/** An answer that was not what was asked for. Names the request, never its headers. */
export class ForgeError extends Error {
  constructor(message, status) {
    super(message)
    this.status = status
  }
}

/**
 * @param base address of the API, without a slash at its end
 * @param headers what every request carries, the token among it
 */
export function client(base, headers) {
  async function send(method, url, body) {
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const options = { method, headers: { ...headers, ...type }, redirect: 'manual' }
    const answer = await attempts(url, { ...options, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    if (answer.status < 400) return answer
    throw new ForgeError(`${method} ${new URL(url).pathname} answered ${answer.status}`, answer.status)
  }

  async function* pages(path) {
    let next = base + path
    while (next !== null) {
      const answer = await send('GET', next)
      yield await answer.json()
      next = nextOf(answer.headers.get('link'))
      // What a list names as its next page gets the token only where the list came from.
      if (next !== null && new URL(next).origin !== new URL(base).origin)
        throw new ForgeError(`${path} continues on another host`)
    }
  }

  return {
    get: async (path) => (await send('GET', base + path)).json(),
    send: async (method, path, body) => (await send(method, base + path, body)).status,
    /** All rows of a list; `rows` tells where they are in a page. */
    async list(path, rows = (page) => page) {
      const all = []
      for await (const page of pages(path)) all.push(...rows(page))
      return all
    },
    /** Bytes. They may lie with a store elsewhere, which is sent no token: the address it is at is signed. */
    async bytes(path) {
      let answer = await send('GET', base + path)
      const location = answer.headers.get('location')
      if (answer.status >= 300 && location !== null) answer = await fetch(location, { redirect: 'follow' })
      if (!answer.ok) throw new ForgeError(`${path} could not be fetched (${answer.status})`, answer.status)
      return Buffer.from(await answer.arrayBuffer())
    },
  }
}

/** What writes is sent once, unless it was told to come again: twice would be two comments. */
async function attempts(url, options) {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === ATTEMPTS
    try {
      const answer = await fetch(url, options)
      const mayRepeat = options.method === 'GET' ? AGAIN.has(answer.status) : answer.status === 429
      if (!mayRepeat || last) return answer
      await pause(waitOf(answer.headers.get('retry-after'), attempt))
    } catch (error) {
      const why = error.cause?.code ?? error.message
      if (last || options.method !== 'GET') throw new ForgeError(`${new URL(url).host} cannot be reached (${why})`)
      await pause(waitOf(null, attempt))
    }
  }
}

const waitOf = (seconds, attempt) =>
  seconds !== null && /^\d{1,3}$/.test(seconds) ? Math.min(Number(seconds), 60) * 1000 : 500 * 2 ** attempt

function nextOf(link) {
  const found = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')
  return found === null ? null : found[1]
}
