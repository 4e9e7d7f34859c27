import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** The envelope of a list as the contract has it; `unknown` so that it can be spoilt. */
export interface ScriptedPage {
  items: unknown[]
  total: unknown
  revision: unknown
  next: unknown
}

export interface Asked {
  readonly path: string
  readonly query: URLSearchParams
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

export interface Scripted {
  readonly url: string
  /** Every request as `METHOD /path?query`. */
  readonly seen: string[]
  /** Answers a request in its own way and says so; else it is answered as it should be. */
  interfere: (asked: Asked) => boolean
  /** The rows of each list, by the name of its path. */
  readonly rows: Map<string, readonly unknown[]>
  readonly capabilities: Record<string, unknown>
  readonly roles: object[]
}

const CAPABILITIES = { levels: ['account', 'project', 'group', 'user'], bulk: { upsert: 1000, revoke: 1000 } }

/** A server that speaks the contract from rows in memory: no rules, no state, and quick. Ends with the test. */
export async function scriptedPlatform(): Promise<Scripted> {
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
    scripted.seen.push(`${incoming.method} ${incoming.url}`)
    const asked = { path: url.pathname, query: url.searchParams, incoming, outgoing }
    incoming.resume()
    if (!scripted.interfere(asked)) sendJson(outgoing, answerTo(scripted, asked))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const scripted: Scripted = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    interfere: () => false,
    rows: new Map(),
    capabilities: { ...CAPABILITIES, changeFeed: false, lease: true, expectConnections: true },
    roles: [{ role: 'operator' }],
  }
  return scripted
}

function answerTo(scripted: Scripted, { path, query }: Asked): unknown {
  if (path === '/v1') return { name: 'scripted', tenant: 'scripted', version: '1', capabilities: scripted.capabilities }
  if (path === '/v1/me') return { principal: { id: 'me', name: 'me' }, token: { kind: 'full' }, roles: scripted.roles }
  return pageOf(scripted.rows.get(path.slice('/v1/'.length)) ?? [], query)
}

/** One page of rows; a cursor is the number of rows before it. */
export function pageOf(rows: readonly unknown[], query: URLSearchParams): ScriptedPage {
  const from = Number((query.get('cursor') ?? 'at-0').slice('at-'.length))
  const to = from + Number(query.get('limit') ?? 1000)
  return { items: rows.slice(from, to), total: rows.length, revision: 7, next: to < rows.length ? `at-${to}` : null }
}

export function sendJson(outgoing: ServerResponse, value: unknown, status = 200): void {
  sendText(outgoing, JSON.stringify(value), status)
}

export function sendText(
  outgoing: ServerResponse,
  text: string,
  status = 200,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): void {
  outgoing.writeHead(status, { 'content-length': Buffer.byteLength(text), ...headers })
  outgoing.end(text)
}
