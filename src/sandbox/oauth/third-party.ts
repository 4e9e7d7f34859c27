import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Provider } from 'oidc-provider'
import { isMeant } from '../http/guard.js'
import { LIMITS } from '../http/limits.js'
import { Problem } from '../problems.js'
import type { Sql } from '../store/sql.js'
import { consent } from './consent.js'
import { makeProvider, ROUTES } from './provider.js'
import { policy } from './style.js'

/** What it needs of the sandbox around it. */
export interface Surroundings {
  sql: Sql
  /** Who asks for people's consent, by name. */
  asker: () => string
  /** Where it may send people back to. */
  redirectUri: () => string
  /** Signs its cookies. */
  secret: () => string
  /** By which names others reach it, beside those of loopback. */
  names: () => readonly string[]
}

/**
 * The third party that the platform connects to: an OAuth server beside it, on a port of its own.
 * It listens from the start and loads its inside with the first request, so that it costs nothing until somebody connects.
 */
export class ThirdParty {
  /** How it misbehaves, for tests: it hangs up, or it answers 503. */
  fails: 'down' | 'error' | null = null
  accessTokenSeconds = 3600
  #url = ''
  #server: Server | undefined
  #provider: Promise<Provider> | undefined
  #handle: ReturnType<Provider['callback']> | undefined

  constructor(readonly surroundings: Surroundings) {}

  /** Where it listens, without a slash at the end. */
  get url(): string {
    return this.#url
  }

  /** Listens, at the port that is wished for where that is free. */
  async listen(host: string, wished: number): Promise<void> {
    this.#server = await listening(host, wished, (request, response) => void this.#answer(request, response))
    const { port, family, address } = this.#server.address() as AddressInfo
    const name = this.surroundings.names()[0] ?? (family === 'IPv6' ? `[${address}]` : address)
    this.#url = `http://${name}:${port}`
  }

  /** Its inside, loaded when first asked for. */
  provider(): Promise<Provider> {
    const { sql, redirectUri, secret } = this.surroundings
    const accessTokenSeconds = () => this.accessTokenSeconds
    this.#provider ??= makeProvider({ sql, issuer: this.#url, redirectUri, secret: secret(), accessTokenSeconds })
    return this.#provider
  }

  /** Nobody gets through while it fails, by whichever door. */
  demandUp(): void {
    if (this.fails !== null) throw new Problem('internal', 'The third party does not answer as it should.')
  }

  async close(): Promise<void> {
    const server = this.#server
    if (!server) return
    const closed = new Promise<void>((done) => server.close(() => done()))
    server.closeAllConnections()
    await closed
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isMeant(request.headers.host, this.surroundings.names())) return void response.writeHead(403).end()
    if (this.fails === 'down') return void request.socket.destroy()
    if (this.fails === 'error') return void response.writeHead(503).end()
    try {
      await this.#serve(request, response)
    } catch {
      if (!response.headersSent) response.writeHead(500)
      response.end()
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { asker, redirectUri } = this.surroundings
    for (const [name, value] of Object.entries(protections(redirectUri()))) response.setHeader(name, value)
    const provider = await this.provider()
    if (request.url?.startsWith(ROUTES.consent)) return consent(provider, asker(), request, response)
    this.#handle ??= provider.callback()
    await this.#handle(request, response)
  }
}

const protections = (redirectUri: string): Record<string, string> => ({
  'content-security-policy': policy(new URL(redirectUri).origin),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
})

const PATIENCE = {
  keepAliveTimeout: 30_000,
  requestTimeout: LIMITS.requestMs,
  headersTimeout: LIMITS.headersMs,
  connectionsCheckingInterval: 5_000,
}

/** A server at the wished port, or at a free one where that is taken. */
async function listening(
  host: string,
  wished: number,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
  const server = createServer({ ...PATIENCE, maxHeaderSize: LIMITS.headerBytes }, answer)
  server.maxConnections = LIMITS.connections
  const open = (port: number) =>
    new Promise<void>((done, fail) => {
      server.once('error', fail).listen({ host, port, exclusive: true }, () => {
        server.off('error', fail)
        done()
      })
    })
  await open(wished).catch((error: NodeJS.ErrnoException) => (wished === 0 ? Promise.reject(error) : open(0)))
  return server
}
