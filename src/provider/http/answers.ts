import { isUtf8 } from 'node:buffer'
import { badAnswer, CallFailure } from './failure.js'
import { retryAfter } from './retry-after.js'
import type { Answer } from './transport.js'

/** The value of an answer that says yes; any other becomes a failure that says what to make of it. */
export function accepted(answer: Answer, now: number): unknown {
  const { status } = answer
  if (status >= 200 && status < 300) return readJson(answer)
  if (status >= 300 && status < 400)
    throw new CallFailure(`status ${status}: redirected${where(answer)}, which is not followed`, {
      status,
      problem: 'redirected',
    })
  throw refused(answer, now)
}

/** Where a redirect leads, without what it may carry. */
function where({ url, headers: { location } }: Answer): string {
  const text = Array.isArray(location) ? location[0] : location
  if (text === undefined || !URL.canParse(text, url)) return ''
  const { origin, pathname } = new URL(text, url)
  const to = origin === new URL(url).origin ? pathname : origin
  return ` to ${(to === 'null' ? 'another protocol' : to).slice(0, 100)}`
}

function refused(answer: Answer, now: number): CallFailure {
  const { status, headers } = answer
  const wait = retryAfter(headers, now)
  // Some platforms say 403 when they mean too many: they say when to come again.
  const limited = status === 429 || (status === 403 && wait !== null)
  const problem = readProblem(answer)
  // A gate before the platform may refuse a token in its own words; whatever else is not JSON comes from who knows where.
  if (problem === null && status !== 401 && !limited) return unspoken(answer, wait)
  const { name, text, extra } = problem ?? { name: `status-${status}`, text: 'without a problem document', extra: {} }
  return new CallFailure(`status ${status}${text === '' ? '' : `: ${text}`}`, {
    status,
    problem: name,
    again: limited || status >= 500,
    executed: status >= 500,
    limited,
    retryAfter: wait,
    extra,
  })
}

function unspoken({ status, headers }: Answer, wait: number | null): CallFailure {
  const error = badAnswer(`status ${status} with ${typeOf(headers)} instead of a problem document`, status)
  return new CallFailure(error.message, { ...error, retryAfter: wait })
}

interface Problem {
  readonly name: string
  readonly text: string
  readonly extra: Readonly<Record<string, string>>
}

function readProblem(answer: Answer): Problem | null {
  try {
    const value = readJson(answer) as Record<string, unknown> | null
    if (value === null || typeof value !== 'object') return null
    const text = [value.detail, value.title].find((each) => typeof each === 'string') as string | undefined
    return { name: problemName(value.type, answer.status), text: text ?? '', extra: extraOf(value) }
  } catch {
    return null
  }
}

const READ = ['detail', 'holder', 'expiresAt'] as const

const extraOf = (value: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    READ.flatMap((key): [string, string][] => {
      const text = value[key]
      return typeof text === 'string' ? [[key, text]] : []
    }),
  )

/** The last word of a problem's type: names are stable, and short. */
export function problemName(type: unknown, status: number): string {
  const name = typeof type === 'string' ? (type.split(':').at(-1) ?? '') : ''
  return /^[a-z][a-z0-9-]{0,60}$/.test(name) ? name : `status-${status}`
}

/** Looks at the head of an answer, so that what cannot be right is not even received. */
export function checkHead({ status, headers }: Omit<Answer, 'body' | 'url'>, most: number): void {
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity')
    throw badAnswer('the answer is compressed, which nobody asked for', status)
  if (Number(headers['content-length'] ?? 0) > most) throw tooLarge(most)
  if (status >= 200 && status < 300 && !isJson(headers))
    throw badAnswer(`status ${status} with ${typeOf(headers)} instead of JSON`, status)
}

export const tooLarge = (most: number): CallFailure =>
  new CallFailure(`the answer is larger than ${most} bytes`, { problem: 'bad-answer', executed: true })

/** The JSON of an answer, whose type and text must be what they claim. */
function readJson({ status, headers, body }: Answer): unknown {
  if (!isJson(headers)) throw badAnswer(`status ${status} with ${typeOf(headers)} instead of JSON`, status)
  if (!isUtf8(body)) throw badAnswer('the answer is not UTF-8', status)
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw badAnswer(`the answer is not whole JSON (${body.length} bytes)`, status)
  }
}

const contentType = (headers: Answer['headers']): string => String(headers['content-type'] ?? '')

const isJson = (headers: Answer['headers']): boolean =>
  /^application\/(?:problem\+)?json\s*(?:;|$)/i.test(contentType(headers))

/** The type alone: its parameters may hold anything. */
const typeOf = (headers: Answer['headers']): string =>
  /^[a-z]+\/[a-z0-9.+-]+/i.exec(contentType(headers))?.[0].slice(0, 60) ?? 'nothing'
