import { setMaxListeners } from 'node:events'
import { accepted } from './answers.js'
import { badAnswer, CallFailure } from './failure.js'
import { type HttpOptions, type Settings, settle } from './options.js'
import { Pace } from './pace.js'
import { Retries } from './retries.js'
import { type Call, openTransport } from './transport.js'

/** Reads and checks; `parse` throws what `badAnswer` makes when the value is not what the contract says. */
export type Get = <T>(path: string, parse: (value: unknown) => T) => Promise<T>
/** Sends a write until it is answered or patience ends; the same call each time, so with the same key. */
export type Send = <T>(call: Call, parse: (value: unknown) => T) => Promise<T>

export interface Client {
  readonly settings: Settings
  readonly get: Get
  readonly send: Send
  close(): Promise<void>
}

/** A client of one platform: each call is retried a few times and ends in a checked value or a CallFailure. */
export function openClient(options: HttpOptions): Client {
  const settings = settle(options)
  const { share, patience, random, clock, token } = settings
  const transport = openTransport(settings)
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  const tell = teller(settings)
  const waits = { share, longest: patience.longest, clock, random }
  const pace = new Pace({ ...waits, onWait: (wait) => tell(wait, 'rate-limit') })
  const retries = new Retries({ patience, clock, random, onWait: (wait) => tell(wait, 'retry') }, pace, closing.signal)

  async function once<T>(call: Call, parse: (value: unknown) => T): Promise<T> {
    const sentAt = await pace.turn(closing.signal)
    try {
      if (closing.signal.aborted) throw new CallFailure('the client was closed')
      const answer = await transport.attempt(call)
      pace.heed(answer.headers)
      const value = parse(accepted(answer, clock.now()))
      pace.raise()
      return value
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error
      if (error.limited) pace.halve(sentAt)
      throw withoutToken(error, token)
    }
  }
  const send: Send = (call, parse) => retries.persist(() => once(call, parse), isRepeatable(call))
  return {
    settings,
    send,
    get: (path, parse) => send({ method: 'GET', path }, parse),
    close: () => {
      closing.abort()
      return transport.close()
    },
  }
}

/** A write without a key would be another write when it is sent again. */
const isRepeatable = ({ method, headers }: Call): boolean =>
  method === 'GET' || headers?.['idempotency-key'] !== undefined

/** Calls that wait at the same time wait for the same reason: it is told once. */
function teller({ onWait, clock }: Settings): Settings['onWait'] {
  let until = 0
  return (milliseconds, reason) => {
    const now = clock.now()
    if (now < until) return
    until = now + milliseconds
    onWait(milliseconds, reason)
  }
}

/** A platform's words may hold anything, even what was sent to it (E16). */
export const clip = (text: string, token: string): string => text.replaceAll(token, '***').slice(0, 500)

function withoutToken(error: CallFailure, token: string): CallFailure {
  const extra = Object.fromEntries(Object.entries(error.extra).map(([key, text]) => [key, clip(text, token)]))
  return new CallFailure(clip(error.message, token), { ...error, problem: clip(error.problem, token), extra })
}

/** The members of an object, or a complaint. */
export function asObject(value: unknown, what: string): Record<string, unknown> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw badAnswer(`${what} is not an object`)
}
