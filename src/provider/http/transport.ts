import { isUtf8 } from 'node:buffer'
import { Fault } from '../../model/fault.js'
import { withoutTrailing } from '../../model/text.js'
import { badAnswer, CallFailure } from './failure.js'
import type { Settings } from './options.js'
import { Agent, request } from './undici.js'

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** From `/v1` on. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface Transport {
  /** One attempt: an answer of any status, or a CallFailure. Redirects are answers, and are never followed. */
  attempt(call: Call): Promise<Answer>
  close(): Promise<void>
}

/** Connections to one platform: kept alive, bounded in number, time and bytes. */
export function openTransport(settings: Settings): Transport {
  const { origin, pathname } = new URL(baseUrl(settings.url))
  const prefix = withoutTrailing('/', pathname)
  const authorization = `Bearer ${checkedToken(settings.token)}`
  const { timeouts } = settings
  const dispatcher = new Agent({
    connections: settings.parallelism,
    pipelining: 1,
    connect: { timeout: timeouts.connect },
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.body,
  })

  async function attempt({ method, path, headers, body }: Call): Promise<Answer> {
    settings.onRequest(method, path)
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const common = { accept: 'application/json, application/problem+json', 'user-agent': settings.userAgent }
    try {
      const answer = await request(dispatcher, {
        origin,
        path: prefix + path,
        method,
        headers: { ...common, ...json, ...headers, authorization },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(timeouts.whole),
      })
      const bytes = await readBody(answer.body, settings.maxBodyBytes)
      return { status: answer.statusCode, headers: answer.headers, body: bytes }
    } catch (error) {
      throw error instanceof CallFailure ? error : lost(error, timeouts)
    }
  }
  return { attempt, close: () => dispatcher.close() }
}

function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '')
    throw new Fault(
      'platform/bad-url',
      'The address of the platform is not a plain http or https URL.',
      'Mend platform.url in writ.yaml.',
    )
  return withoutTrailing('/', url.href)
}

function checkedToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new Fault(
    'platform/bad-token',
    'The token is empty or holds signs that no token has.',
    'Check the variable named in writ.yaml.',
  )
}

async function readBody(body: AsyncIterable<Buffer> & { destroy(): void }, most: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body) {
    size += piece.length
    if (size > most) {
      body.destroy()
      throw new CallFailure(`the answer is larger than ${most} bytes`, { problem: 'bad-answer', executed: true })
    }
    pieces.push(piece)
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces, size)
}

/** A call without a whole answer. What failed before a connection stood was certainly not executed. */
function lost(error: unknown, timeouts: Settings['timeouts']): CallFailure {
  const code = codeOf(error)
  const words = explain(code, timeouts) ?? (error instanceof Error ? error.message : String(error))
  return new CallFailure(words, { again: !TRUST.test(code), executed: !UNSENT.test(code) && !TRUST.test(code) })
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error.name === 'TimeoutError') return 'WHOLE_TIMEOUT'
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause
  return (error as { code?: unknown }).code?.toString() || (inner instanceof Error ? codeOf(inner) : '')
}

const UNSENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG)$/
const TRUST = /^(CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO)/

function explain(code: string, timeouts: Settings['timeouts']): string | undefined {
  if (TRUST.test(code)) return `no trusted connection (${code})`
  const words: Record<string, string> = {
    ECONNREFUSED: 'the connection was refused',
    ENOTFOUND: 'no host has that name',
    EAI_AGAIN: 'the host name could not be looked up',
    ECONNRESET: 'the connection was reset',
    UND_ERR_SOCKET: 'the connection broke off',
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter or longer than it says',
    UND_ERR_CONNECT_TIMEOUT: `no connection within ${timeouts.connect / 1000} s`,
    UND_ERR_HEADERS_TIMEOUT: `no answer within ${timeouts.headers / 1000} s`,
    UND_ERR_BODY_TIMEOUT: `the answer stopped for ${timeouts.body / 1000} s`,
    WHOLE_TIMEOUT: `the answer took longer than ${timeouts.whole / 1000} s`,
  }
  return words[code]
}

/** The JSON of an answer, whose type, encoding and text must be what they claim. */
export function readJson({ status, headers, body }: Answer): unknown {
  const type = String(headers['content-type'] ?? 'nothing')
  if (!/^application\/(problem\+)?json\s*(;|$)/i.test(type))
    throw badAnswer(`status ${status} with ${type.slice(0, 60)} instead of JSON`, status)
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity')
    throw badAnswer('the answer is compressed, which nobody asked for', status)
  if (!isUtf8(body)) throw badAnswer('the answer is not UTF-8', status)
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw badAnswer(`the answer is not whole JSON (${body.length} bytes)`, status)
  }
}
