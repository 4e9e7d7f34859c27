import { Fault } from '../../model/fault.js'

/** One call that came to nothing, and what may be concluded from that. Never holds a token. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  /** 0 where no answer came. */
  readonly status: number
  /** The name of the platform's problem, or ours for what is no proper answer. */
  readonly problem: string
  /** May the same call be sent once more? */
  readonly again: boolean
  /** May the platform have executed it? */
  readonly executed: boolean
  /** Was it refused only for its number? */
  readonly limited: boolean
  /** What `Retry-After` asked for, in milliseconds. */
  readonly retryAfter: number | null
  /** What the problem document says besides: only the members that somebody reads. */
  readonly extra: Readonly<Record<string, string>>

  constructor(reason: string, facts: Partial<Omit<CallFailure, keyof Error>> = {}, options?: { cause?: unknown }) {
    super(reason, options)
    this.status = facts.status ?? 0
    this.problem = facts.problem ?? 'no-answer'
    this.again = facts.again ?? false
    this.executed = facts.executed ?? false
    this.limited = facts.limited ?? false
    this.retryAfter = facts.retryAfter ?? null
    this.extra = facts.extra ?? {}
  }
}

/** An answer that came whole and is not what the contract says. What it quotes may be of any length. */
export const badAnswer = (reason: string, status = 200): CallFailure =>
  new CallFailure(reason.slice(0, 500), { status, problem: 'bad-answer', again: true, executed: true })

/** What a failed call means to the one who started the run. */
export function toFault(error: unknown, doing: string): unknown {
  if (!(error instanceof CallFailure)) return error
  const { code, help } = meaning(error)
  return new Fault(code, `${doing}: ${error.message}`, help, { cause: error })
}

/** Only these two concern every further call as well. */
export const isDenied = (error: unknown): boolean =>
  error instanceof CallFailure &&
  (error.status === 401 || error.status === 403) &&
  !error.limited &&
  error.problem !== 'bad-answer'

const MEANINGS: Readonly<Record<string, { code: string; help: string }>> = {
  'bad-answer': {
    code: 'platform/bad-answer',
    help: 'Check platform.url in writ.yaml: it must lead straight to the platform API.',
  },
  redirected: {
    code: 'platform/redirected',
    help: 'Redirects are never followed, for the token would go along. Set platform.url in writ.yaml to where the API itself is.',
  },
  untrusted: {
    code: 'platform/untrusted',
    help: 'If the certificate is right and its authority is your own, name a file with its certificate in NODE_EXTRA_CA_CERTS.',
  },
  proxy: {
    code: 'platform/proxy',
    help: 'Check HTTPS_PROXY and HTTP_PROXY; NO_PROXY names hosts that are reached directly.',
  },
  'no-answer': {
    code: 'platform/unreachable',
    help: 'Check platform.url in writ.yaml and the network, then run again.',
  },
}

function meaning({ status, problem, limited }: CallFailure): { code: string; help: string } {
  if (limited) return { code: 'platform/rate-limited', help: 'Run again later, or lower rate.share in writ.yaml.' }
  const own = Object.hasOwn(MEANINGS, problem) ? MEANINGS[problem] : undefined
  if (own !== undefined) return own
  if (status === 401)
    return {
      code: 'platform/unauthorized',
      help: 'Check that the variable named in writ.yaml holds a token that is still valid.',
    }
  if (status === 403)
    return {
      code: 'platform/forbidden',
      help: 'Use a token whose principal has the role for this, or narrow what is asked.',
    }
  return { code: `platform/${problem}`, help: 'Run again; if it stays, ask whoever runs the platform.' }
}
