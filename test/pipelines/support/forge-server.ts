import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request to a host of repositories, as a route sees it. */
export interface Asked {
  readonly params: readonly string[]
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
  /** What it came with; empty where it is signed. */
  readonly token: string
}
/** What a route answers: JSON, bytes, a list that is told in pages, or a redirection. */
export type Answer =
  | { readonly json: unknown; readonly status?: number }
  | { readonly bytes: Buffer }
  | { readonly page: readonly unknown[]; readonly wrap?: (rows: readonly unknown[]) => unknown }
  | { readonly redirect: string }
  | { readonly status: number }

export type Route = readonly [method: string, path: RegExp, answer: (asked: Asked) => Answer]

export interface ForgeServer {
  readonly url: string
  /** `GET /path` of all that was asked. */
  readonly seen: string[]
  /** Requests that came without the token, or with it where it has no business. */
  readonly strangers: string[]
}

/** The token of a request to GitLab. */
export const tokenOf = (headers: IncomingMessage['headers']): string => String(headers['private-token'] ?? '')

/** Rows in a page: few, so that every list has several. */
const PAGE = 2

/** A small server with routes, pages and one token. Lists are paged whatever is asked for. */
export async function serve(
  routes: readonly Route[],
  isAllowed: (request: IncomingMessage) => boolean,
): Promise<ForgeServer> {
  const seen: string[] = []
  const strangers: string[] = []
  const server = createServer((request, response) => {
    void body(request).then((sent) => {
      const url = new URL(request.url ?? '/', 'http://forge')
      const line = `${request.method} ${url.pathname}`
      seen.push(line)
      const isSigned = url.pathname.startsWith('/store/')
      if (isAllowed(request) === isSigned) {
        strangers.push(line)
        send(response, { status: 401 }, url, '')
        return
      }
      for (const [method, path, answer] of routes) {
        const found = path.exec(url.pathname)
        if (method === request.method && found !== null) {
          const answered = answer({
            params: found.slice(1),
            query: url.searchParams,
            body: sent,
            token: tokenOf(request.headers),
          })
          send(response, answered, url, `http://${request.headers.host}`)
          return
        }
      }
      send(response, { status: 404 }, url, '')
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => new Promise<void>((closed) => void server.close(() => closed())))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, strangers }
}

async function body(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

function send(response: ServerResponse, answer: Answer, url: URL, origin: string): void {
  const end = (status: number, headers: Record<string, string>, content: string | Buffer) =>
    void response.writeHead(status, { connection: 'close', ...headers }).end(content)
  const json = { 'content-type': 'application/json' }
  if ('bytes' in answer) end(200, { 'content-type': 'application/octet-stream' }, answer.bytes)
  else if ('redirect' in answer) end(302, { location: `${origin}${answer.redirect}` }, '')
  else if ('page' in answer) {
    const page = Number(url.searchParams.get('page') ?? '1')
    const rows = answer.page.slice((page - 1) * PAGE, page * PAGE)
    const next = new URL(url.pathname + url.search, origin)
    next.searchParams.set('page', String(page + 1))
    const more = page * PAGE < answer.page.length ? { link: `<${next.href}>; rel="next"` } : {}
    end(200, { ...json, ...more }, JSON.stringify(answer.wrap === undefined ? rows : answer.wrap(rows)))
  } else if ('json' in answer) end(answer.status ?? 200, json, JSON.stringify(answer.json))
  else end(answer.status, json, answer.status === 204 ? '' : '{}')
}
