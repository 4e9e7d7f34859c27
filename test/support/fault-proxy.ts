import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** Every way in which this proxy can spoil one exchange. */
export const READ_FAULTS = [
  'status-500',
  'status-503-html',
  'reset',
  'truncated',
  'short',
  'html',
  'empty-body',
  'empty-object',
  'null-items',
  'items-absent',
  'null-row',
  'numeric-ids',
  'unknown-enum',
  'total-too-high',
  'total-too-low',
  'total-text',
  'lost-row',
  'doubled-row',
  'repeated-cursor',
  'ignored-limit',
  'redirect',
  'not-found',
  'gzip',
  'slow',
] as const
export type Fault =
  | (typeof READ_FAULTS)[number]
  | 'reset-after'
  | 'rate-limit'
  | 'drip'
  | 'endless'
  | 'unauthorized'
  | 'echo'

export interface Exchange {
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  /** How many exchanges with this method and path, query included, came before. */
  readonly before: number
}

export interface FaultProxy {
  readonly url: string
  /** Each exchange as `METHOD /path?query`. */
  readonly seen: string[]
  /** Decides for each exchange; null lets it pass. */
  fault: (exchange: Exchange) => Fault | null
  /** Runs before an exchange is passed on: for whatever should happen on the platform in between. */
  between: (exchange: Exchange) => Promise<void> | void
  /** Runs when the platform has answered, before the answer is passed back. */
  after: (exchange: Exchange, answer: Passed) => Promise<void> | void
  close(): Promise<void>
}

/** A real HTTP server on loopback that passes everything on to a platform, and spoils what it is told to. */
export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  const counts = new Map<string, number>()
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    fault: () => null,
    between: () => {},
    after: () => {},
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', proxy.url)
    const key = `${incoming.method} ${incoming.url}`
    const exchange = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      before: counts.get(key) ?? 0,
    }
    counts.set(key, exchange.before + 1)
    proxy.seen.push(key)
    const fault = proxy.fault(exchange)
    const body = await collect(incoming)
    if (fault === 'reset') return void outgoing.socket?.resetAndDestroy()
    if (fault === 'unauthorized' || fault === 'rate-limit') return refuse(fault, outgoing)
    if (fault === 'echo') return echo(outgoing, body)
    await proxy.between(exchange)
    if (fault === 'ignored-limit') url.searchParams.set('limit', '1000')
    const answer = await pass(upstream + url.pathname + url.search, incoming, body)
    await proxy.after(exchange, answer)
    if (fault === 'reset-after') return void outgoing.socket?.resetAndDestroy()
    if (fault === null) respond(outgoing, answer.status, answer.headers, answer.body)
    else spoil(fault, outgoing, answer, exchange)
  }
  return proxy
}

/** What the platform answered. */
export interface Passed {
  status: number
  headers: Record<string, string>
  body: Buffer
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

function pass(url: string, incoming: IncomingMessage, body: Buffer): Promise<Passed> {
  const { host: _, connection: __, ...headers } = incoming.headers
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: incoming.method, headers }, (answer) => {
      const { 'content-type': type = '', etag, 'retry-after': after, 'idempotent-replay': replay } = answer.headers
      const more = { ...(etag ? { etag } : {}), ...(after ? { 'retry-after': after } : {}) }
      const kept = { 'content-type': type, ...more, ...(replay ? { 'idempotent-replay': String(replay) } : {}) }
      collect(answer).then((bytes) => resolve({ status: answer.statusCode ?? 0, headers: kept, body: bytes }), reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

function respond(
  outgoing: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Buffer | string,
): void {
  const bytes = Buffer.from(body)
  outgoing.writeHead(status, { ...headers, 'content-length': bytes.length })
  outgoing.end(bytes)
}

const problem = (status: number, name: string) =>
  JSON.stringify({ type: `urn:writ:problem:${name}`, title: name, status, detail: `made by the fault proxy` })

/** Refusals that come before anything is executed. */
function refuse(fault: 'unauthorized' | 'rate-limit', outgoing: ServerResponse): void {
  const type = { 'content-type': 'application/problem+json' }
  if (fault === 'unauthorized') respond(outgoing, 401, type, problem(401, 'unauthorized'))
  else respond(outgoing, 429, { ...type, 'retry-after': '0' }, problem(429, 'rate-limited'))
}

/** Refuses, and repeats all that it was sent. */
function echo(outgoing: ServerResponse, body: Buffer): void {
  const said = { type: 'urn:writ:problem:invalid', title: 'Invalid', status: 422, detail: `not this: ${body}` }
  respond(outgoing, 422, { 'content-type': 'application/problem+json' }, JSON.stringify(said))
}

function spoil(fault: Fault, outgoing: ServerResponse, { body }: Passed, exchange: Exchange): void {
  const problems = { 'content-type': 'application/problem+json' }
  const html = { 'content-type': 'text/html' }
  const direct: Partial<Record<Fault, () => void>> = {
    'status-500': () => respond(outgoing, 500, problems, problem(500, 'internal')),
    'status-503-html': () => respond(outgoing, 503, html, '<h1>Maintenance</h1>'),
    'not-found': () => respond(outgoing, 404, problems, problem(404, 'not-found')),
    html: () => respond(outgoing, 200, html, '<h1>Maintenance</h1>'),
    redirect: () => respond(outgoing, 302, { location: 'http://127.0.0.1:1/elsewhere' }, ''),
    'empty-body': () => respond(outgoing, 200, JSON_TYPE, ''),
    gzip: () => respond(outgoing, 200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync(body)),
    slow: () => void setTimeout(() => respond(outgoing, 200, JSON_TYPE, body), 1500).unref(),
    truncated: () => {
      outgoing.writeHead(200, { ...JSON_TYPE, 'content-length': body.length })
      outgoing.write(body.subarray(0, body.length >> 1), () => outgoing.socket?.end())
    },
    // A body that ends with its connection: HTTP calls that complete.
    short: () => {
      outgoing.socket?.end(
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n${body.subarray(0, body.length >> 1)}`,
      )
    },
    drip: () => {
      outgoing.writeHead(200, JSON_TYPE)
      const timer = setInterval(() => outgoing.write(' '), 20)
      outgoing.on('close', () => clearInterval(timer))
    },
    endless: () => {
      outgoing.writeHead(200, JSON_TYPE)
      const timer = setInterval(() => outgoing.write(' '.repeat(65_536)), 1)
      outgoing.on('close', () => clearInterval(timer))
    },
  }
  const done = direct[fault]
  if (done) done()
  else respond(outgoing, 200, JSON_TYPE, JSON.stringify(twist(fault, JSON.parse(body.toString()) as Page, exchange)))
}

interface Page {
  items: ({ id: unknown } & Record<string, unknown>)[]
  total: unknown
  next: string | null
}

function twist(fault: Fault, page: Page, { query }: Exchange): unknown {
  const { items, ...rest } = page
  const [first] = items
  const total = page.total as number
  if (fault === 'empty-object') return {}
  if (fault === 'null-items') return { ...rest, items: null }
  if (fault === 'items-absent') return rest
  if (fault === 'null-row') return { ...page, items: [null, ...items.slice(1)] }
  if (fault === 'numeric-ids') return { ...page, items: items.map((item, at) => ({ ...item, id: at })) }
  if (fault === 'unknown-enum')
    return { ...page, items: items.map((item) => ({ ...item, state: 'paused', status: 'paused' })) }
  if (fault === 'total-too-high') return { ...page, total: total + 1 }
  if (fault === 'total-too-low') return { ...page, total: Math.max(0, total - 1) }
  if (fault === 'total-text') return { ...page, total: String(total) }
  if (fault === 'lost-row') return { ...page, items: items.slice(1) }
  if (fault === 'doubled-row') return { ...page, items: first ? [first, ...items] : items }
  if (fault === 'repeated-cursor') return { ...page, next: query.get('cursor') ?? page.next }
  return page
}
