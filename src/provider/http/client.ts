import { setTimeout as sleep } from 'node:timers/promises'
import { badAnswer, CallFailure } from './failure.js'
import { type HttpOptions, type Settings, settle } from './options.js'
import { Pace } from './pace.js'
import { type Answer, type Call, openTransport, readJson } from './transport.js'

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
  const transport = openTransport(settings)
  const pace = new Pace(settings.share, settings.patience.longest, (wait) => settings.onWait(wait, 'rate-limit'))

  async function once<T>(call: Call, parse: (value: unknown) => T): Promise<T> {
    await pace.turn()
    const answer = await transport.attempt(call)
    pace.heed(answer.headers)
    return parse(accepted(answer, settings))
  }
  const send: Send = (call, parse) => persist(() => once(call, parse), settings)
  return { settings, send, get: (path, parse) => send({ method: 'GET', path }, parse), close: transport.close }
}

/** The value of an answer that says yes; any other becomes a failure that says what to make of it. */
function accepted(answer: Answer, settings: Settings): unknown {
  const { status } = answer
  if (status >= 200 && status < 300) return readJson(answer)
  if (status >= 300 && status < 400)
    throw new CallFailure(`status ${status}: redirected, which is not followed`, { status, problem: 'redirected' })
  throw refused(answer, settings)
}

function refused(answer: Answer, settings: Settings): CallFailure {
  const { status, headers } = answer
  const { name, text, extra } = problem(answer)
  return new CallFailure(clip(`status ${status}${text === '' ? '' : `: ${text}`}`, settings.token), {
    status,
    problem: name,
    again: status === 429 || status >= 500,
    executed: status >= 500,
    retryAfter: retryAfter(headers['retry-after']),
    extra,
  })
}

function problem(answer: Answer): { name: string; text: string; extra: Record<string, unknown> } {
  const unnamed = { name: `status-${answer.status}`, text: '', extra: {} }
  try {
    const value = readJson(answer) as Record<string, unknown> | null
    if (value === null || typeof value !== 'object') return unnamed
    const name = typeof value.type === 'string' ? (value.type.split(':').at(-1) ?? '') : ''
    const text = [value.detail, value.title].find((each) => typeof each === 'string') as string | undefined
    return { name: name === '' ? unnamed.name : name, text: text ?? '', extra: value }
  } catch {
    return { ...unnamed, text: 'without a problem document' }
  }
}

/** A platform's words may hold anything, even what was sent to it (E16). */
export const clip = (text: string, token: string): string => text.replaceAll(token, '***').slice(0, 500)

/** Milliseconds to wait, from seconds or a date; a date in the past is now. */
export function retryAfter(header: string | string[] | undefined, now = Date.now()): number | null {
  const text = Array.isArray(header) ? header[0] : header
  if (text === undefined) return null
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

/**
 * Tries until it succeeds, is told no, or patience ends. Once an attempt may have been executed, the failure says so,
 * whatever the later attempts met.
 */
async function persist<T>(attempt: () => Promise<T>, { patience, random, onWait }: Settings): Promise<T> {
  let executed = false
  for (let tried = 1; ; tried++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error
      executed ||= error.executed
      const wait = error.retryAfter ?? patience.pause * 2 ** (tried - 1) * (0.5 + random())
      if (wait > patience.longest) throw withFacts(error, executed, `, and asks to wait ${Math.round(wait / 1000)} s`)
      if (!error.again || tried >= patience.attempts)
        throw withFacts(error, executed, tried > 1 ? `, after ${tried} attempts` : '')
      onWait(wait, error.status === 429 ? 'rate-limit' : 'retry')
      await sleep(wait)
    }
  }
}

const withFacts = (error: CallFailure, executed: boolean, words: string): CallFailure =>
  new CallFailure(error.message + words, { ...error, executed }, { cause: error.cause })

/** The members of an object, or a complaint. */
export function asObject(value: unknown, what: string): Record<string, unknown> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw badAnswer(`${what} is not an object`)
}
