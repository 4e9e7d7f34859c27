import { CallFailure } from './failure.js'
import type { Timeouts } from './options.js'

/** The proxy answered instead of letting through. */
export class ProxyRefusal extends Error {
  readonly code = 'PROXY'
  constructor(
    readonly reason: string,
    /** Whether another attempt may fare better. */
    readonly again: boolean,
  ) {
    super(reason)
  }
}

/** A call without a whole answer. What failed before a connection stood was certainly not executed. */
export function lost(error: unknown, timeouts: Timeouts): CallFailure {
  const refusal = proxyRefusalOf(error)
  if (refusal !== null) return new CallFailure(refusal.reason, { problem: 'proxy', again: refusal.again })
  const code = codeOf(error)
  if (UNTRUSTED.test(code)) return new CallFailure(`no trusted connection: ${trouble(code)}`, { problem: 'untrusted' })
  return new CallFailure(words(code, timeouts), { again: true, executed: !UNSENT.test(code) })
}

const proxyRefusalOf = (error: unknown): ProxyRefusal | null =>
  error instanceof ProxyRefusal ? error : error instanceof Error && error.cause ? proxyRefusalOf(error.cause) : null

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error.name === 'TimeoutError') return 'WHOLE_TIMEOUT'
  if (error.name === 'HTTPParserError') return 'NO_HTTP'
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause
  return (error as { code?: unknown }).code?.toString() || (inner instanceof Error ? codeOf(inner) : '')
}

const UNSENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG)$/
const UNTRUSTED = /^(?:CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|INVALID_|HOSTNAME_|ERR_TLS|ERR_SSL|EPROTO)/

const TRUST: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself alone',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody here knows the authority that signed its certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'nobody here knows the authority that signed its certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'nobody here knows the authority that signed its certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody here knows the authority that signed its certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  ERR_SSL_WRONG_VERSION_NUMBER: 'what answers there does not speak TLS',
  EPROTO: 'what answers there does not speak TLS as it should',
}

const trouble = (code: string): string => `${TRUST[code] ?? 'TLS failed'} (${code})`

function words(code: string, timeouts: Timeouts): string {
  const known: Record<string, string> = {
    ECONNREFUSED: 'the connection was refused',
    ENOTFOUND: 'no host has that name',
    EAI_AGAIN: 'the host name could not be looked up',
    EHOSTUNREACH: 'no way leads to the host',
    ENETUNREACH: 'no way leads to the network',
    ECONNRESET: 'the connection was reset',
    EPIPE: 'the connection was reset',
    UND_ERR_SOCKET: 'the connection broke off',
    UND_ERR_CLOSED: 'the client was closed',
    UND_ERR_DESTROYED: 'the client was closed',
    NO_HTTP: 'what was answered is not HTTP',
    UND_ERR_HEADERS_OVERFLOW: 'the answer begins with too many headers',
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter or longer than it says',
    UND_ERR_CONNECT_TIMEOUT: `no connection within ${timeouts.connect / 1000} s`,
    UND_ERR_HEADERS_TIMEOUT: `no answer within ${timeouts.headers / 1000} s`,
    UND_ERR_BODY_TIMEOUT: `the answer stopped for ${timeouts.body / 1000} s`,
    WHOLE_TIMEOUT: `the answer took longer than ${timeouts.whole / 1000} s`,
  }
  // What is not known here may quote what was sent or received: its code has to do.
  if (Object.hasOwn(known, code)) return known[code] ?? code
  return `the call failed (${code || 'unknown'})`
}
