import type { Readable } from 'node:stream'
import { Fault } from '../../model/fault.js'
import { withoutTrailing } from '../../model/text.js'
import { checkHead, tooLarge } from './answers.js'
import { CallFailure } from './failure.js'
import type { Settings } from './options.js'
import { proxyFor } from './proxy.js'
import { lost } from './trouble.js'
import { Agent, request } from './undici.js'

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** From `/v1` on. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Answer {
  /** Where it came from: the only place that is ever asked. */
  readonly url: string
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface Transport {
  /** One attempt: an answer of any status, or a CallFailure. Redirects are answers, and are never followed. */
  attempt(call: Call): Promise<Answer>
  /** Ends what is still under way: whoever closes wants no answer any more. */
  close(): Promise<void>
}

/** Connections to one platform: kept alive, bounded in number, time and bytes. */
export function openTransport(settings: Settings): Transport {
  const platform = platformUrl(settings.url)
  const { origin } = platform
  const prefix = withoutTrailing('/', platform.pathname)
  const authorization = `Bearer ${checkedToken(settings.token)}`
  const { timeouts } = settings
  const proxy = settings.proxies && proxyFor(platform, settings.proxies)
  let open: Promise<InstanceType<typeof Agent>> | null = null

  async function openAgent(): Promise<InstanceType<typeof Agent>> {
    const { parallelism: connections } = settings
    const limits = { connections, pipelining: 1, headersTimeout: timeouts.headers, bodyTimeout: timeouts.body }
    if (proxy === null) return new Agent({ ...limits, connect: { timeout: timeouts.connect } })
    const { throughProxy } = await import('./tunnel.js')
    return new Agent({ ...limits, connect: throughProxy(proxy, timeouts) })
  }

  async function attempt({ method, path, headers, body }: Call): Promise<Answer> {
    open ??= openAgent()
    const agent = await open
    settings.onRequest(method, path)
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const common = { accept: 'application/json, application/problem+json', 'user-agent': settings.userAgent }
    try {
      const answer = await request(agent, {
        origin,
        path: prefix + path,
        method,
        headers: { ...common, ...json, ...headers, authorization },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(timeouts.whole),
      })
      const head = { status: answer.statusCode, headers: answer.headers }
      const bytes = await readBody(head, answer.body, settings.maxBodyBytes)
      return { url: origin + prefix + path, ...head, body: bytes }
    } catch (error) {
      throw error instanceof CallFailure ? error : lost(error, timeouts)
    }
  }
  return { attempt, close: async () => (await open)?.destroy() }
}

function platformUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '')
    throw new Fault(
      'platform/bad-url',
      'The address of the platform is not a plain http or https URL.',
      'Mend platform.url in writ.yaml.',
    )
  return url
}

function checkedToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new Fault(
    'platform/bad-token',
    'The token is empty or holds signs that no token has.',
    'Check the variable named in writ.yaml.',
  )
}

type Body = AsyncIterable<Buffer> & Pick<Readable, 'on' | 'destroy'>

async function readBody(head: Pick<Answer, 'status' | 'headers'>, body: Body, most: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    checkHead(head, most)
    for await (const piece of body) {
      size += piece.length
      if (size > most) throw tooLarge(most)
      pieces.push(piece)
    }
  } catch (error) {
    // A body that is given up before it was read says so to nobody but the process.
    body.on('error', () => {}).destroy()
    throw error
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces, size)
}
