import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A JSON object. */
export type Json = Record<string, unknown>

/** A request on its way to the platform. Whatever is changed here is what the platform gets. */
export interface Asked {
  method: string
  /** Below `/v1`, without query. */
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  /** The body as sent, and as JSON where it is a JSON object. */
  text: string
  body: Json | null
}

/** An answer on its way back. Whatever is changed here is what the client gets. */
export interface Told {
  status: number
  headers: Record<string, string>
  text: string
  body: Json | null
}

/** One request of the proxy's own, straight to the platform. */
export type Call = (
  method: string,
  path: string,
  sent?: { body?: unknown; headers?: Record<string, string> },
) => Promise<Told>

/** What a proxy does otherwise than the platform behind it. */
export interface Bending {
  /** Before the platform sees a request; an answer returned here keeps it from the platform. */
  asked?(asked: Asked, call: Call): Promise<Told | undefined> | Told | undefined
  /** Before the client sees an answer. */
  told?(told: Told, asked: Asked, call: Call): Promise<void> | void
}

export interface Proxy {
  readonly url: string
  close(): Promise<void>
}

/** A real HTTP server on loopback that passes everything on to a platform, bent as it is told. */
export async function startProxy(upstream: string, token: string, bending: Bending): Promise<Proxy> {
  const agent = new Agent({ keepAlive: true })
  const pass = (asked: Asked) => forward(upstream, agent, asked)
  const call: Call = (method, path, sent = {}) => pass(own(token, method, path, sent))
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing).catch(() => outgoing.destroy())
  })
  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const asked = await read(incoming)
    const before = { ...asked, query: new URLSearchParams(asked.query), headers: { ...asked.headers } }
    const told = (await bending.asked?.(asked, call)) ?? (await pass(asked))
    await bending.told?.(told, before, call)
    const text = told.body === null ? told.text : JSON.stringify(told.body)
    outgoing.writeHead(told.status, { ...told.headers, 'content-length': Buffer.byteLength(text) }).end(text)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A 2xx or a problem document, made up. */
export function made(status: number, body: Json): Told {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  return { status, headers: { 'content-type': type }, text: '', body }
}

let keys = 0
function own(token: string, method: string, path: string, { body, headers = {} }: Parameters<Call>[2] & object): Asked {
  const [place = '', query = ''] = path.split('?')
  const text = body === undefined ? '' : JSON.stringify(body)
  const sent = { authorization: `Bearer ${token}`, 'idempotency-key': `proxy-${keys++}`, ...headers }
  const typed = body === undefined ? sent : { 'content-type': 'application/json', ...sent }
  return { method, path: place, query: new URLSearchParams(query), headers: typed, text, body: null }
}

async function read(incoming: IncomingMessage): Promise<Asked> {
  const url = new URL(incoming.url ?? '/', 'http://proxy')
  const text = await textOf(incoming)
  const {
    host: _,
    connection: __,
    'content-length': ___,
    'transfer-encoding': ____,
    ...headers
  } = plain(incoming.headers)
  const path = url.pathname.replace(/^\/v1\/?/, '')
  return { method: incoming.method ?? '', path, query: url.searchParams, headers, text, body: parsed(text) }
}

function forward(upstream: string, agent: Agent, { method, path, query, headers, text, body }: Asked): Promise<Told> {
  const sent = body === null ? text : JSON.stringify(body)
  const length = sent === '' ? {} : { 'content-length': String(Buffer.byteLength(sent)) }
  const target = `${upstream}/v1${path && `/${path}`}${query.size > 0 ? `?${query}` : ''}`
  return new Promise((resolve, reject) => {
    const outgoing = request(target, { agent, method, headers: { ...headers, ...length } }, (answer) => {
      const { connection: _, 'transfer-encoding': __, ...kept } = plain(answer.headers)
      const told = (came: string): Told => ({
        status: answer.statusCode ?? 0,
        headers: kept,
        text: came,
        body: parsed(came),
      })
      textOf(answer).then((came) => resolve(told(came)), reject)
    })
    outgoing.on('error', reject).end(sent)
  })
}

const plain = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

function parsed(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
  } catch {
    return null
  }
}
