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
  /** What `Retry-After` asked for, in milliseconds. */
  readonly retryAfter: number | null
  /** Members of the problem document beside the standard ones. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(reason: string, facts: Partial<Omit<CallFailure, keyof Error>> = {}, options?: { cause?: unknown }) {
    super(reason, options)
    this.status = facts.status ?? 0
    this.problem = facts.problem ?? 'no-answer'
    this.again = facts.again ?? false
    this.executed = facts.executed ?? false
    this.retryAfter = facts.retryAfter ?? null
    this.extra = facts.extra ?? {}
  }
}

/** An answer that came whole and is not what the contract says. */
export const badAnswer = (reason: string, status = 200): CallFailure =>
  new CallFailure(reason, { status, problem: 'bad-answer', again: true, executed: true })

/** What a failed call means to the one who started the run. */
export function toFault(error: unknown, doing: string): unknown {
  if (!(error instanceof CallFailure)) return error
  const { code, help } = meaning(error)
  return new Fault(code, `${doing}: ${error.message}`, help, { cause: error })
}

/** Only these two concern every further call as well. */
export const isDenied = (error: unknown): boolean =>
  error instanceof CallFailure && (error.status === 401 || error.status === 403)

function meaning({ status, problem }: CallFailure): { code: string; help: string } {
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
  if (status === 429)
    return { code: 'platform/rate-limited', help: 'Run again later, or lower rate.share in writ.yaml.' }
  if (problem === 'bad-answer' || problem === 'redirected')
    return {
      code: 'platform/bad-answer',
      help: 'Check platform.url in writ.yaml: it must lead straight to the platform API.',
    }
  if (status === 0)
    return { code: 'platform/unreachable', help: 'Check platform.url in writ.yaml and the network, then run again.' }
  return { code: `platform/${problem}`, help: 'Run again; if it stays, ask whoever runs the platform.' }
}
