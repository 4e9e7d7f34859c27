import type { Answer } from './transport.js'

/** One quota as the platform tells of it. Times in seconds; null is what it does not tell. */
interface Quota {
  readonly limit: number | null
  readonly window: number | null
  readonly remaining: number
  readonly reset: number
}

/**
 * The quotas of requests in `RateLimit` and `RateLimit-Policy` (a list of named quotas; an older form named the members
 * instead), or in the three headers of the oldest form.
 */
export function quotas(headers: Answer['headers']): Quota[] {
  if (headers.ratelimit === undefined && headers['ratelimit-remaining'] === undefined) return []
  const policies = items(headers['ratelimit-policy'])
  if (headers.ratelimit === undefined) return oldest(headers)
  const states = items(headers.ratelimit)
  return states.some((each) => each.has('remaining'))
    ? older(states, policies[0])
    : states.flatMap((each) => newest(each, policies.find(({ name }) => name === each.name) ?? null))
}

function newest(state: Item, policy: Item | null): Quota[] {
  const [remaining, reset] = [state.number('r'), state.number('t')]
  // Not every quota counts requests: some count bytes, or what runs at once.
  if (remaining === null || reset === null || (policy?.has('qu') && policy.text('qu') !== '"requests"')) return []
  return [{ limit: policy?.number('q') ?? null, window: policy?.number('w') ?? null, remaining, reset }]
}

function older(members: readonly Item[], policy: Item | undefined): Quota[] {
  const number = (name: string) => members.map((each) => each.number(name)).find((each) => each !== null) ?? null
  const [remaining, reset] = [number('remaining'), number('reset')]
  if (remaining === null || reset === null) return []
  return [{ limit: number('limit'), window: policy?.number('w') ?? null, remaining, reset }]
}

function oldest(headers: Answer['headers']): Quota[] {
  const [limit] = items(headers['ratelimit-limit'])
  const [remaining] = items(headers['ratelimit-remaining'])
  const [reset] = items(headers['ratelimit-reset'])
  const [left, seconds] = [digits(remaining?.name), digits(reset?.name)]
  if (left === null || seconds === null) return []
  return [{ limit: digits(limit?.name), window: limit?.number('w') ?? null, remaining: left, reset: seconds }]
}

interface Item {
  readonly name: string
  has(key: string): boolean
  text(key: string): string
  number(key: string): number | null
}

/** More is noise. */
const MOST_SIGNS = 2000

/** `name;key=value;key=value, …`; where a name is left out, the first pair stands in its place. */
function items(header: string | string[] | undefined): Item[] {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  return text
    .slice(0, MOST_SIGNS)
    .split(',')
    .filter((each) => each.trim() !== '')
    .map(item)
}

function item(text: string): Item {
  const parts = text.split(';').map((each) => each.trim())
  const pairs = new Map(
    parts.flatMap((part): [string, string][] => {
      const at = part.indexOf('=')
      return at < 0 ? [] : [[part.slice(0, at), part.slice(at + 1)]]
    }),
  )
  return {
    name: parts[0] ?? '',
    has: (key) => pairs.has(key),
    text: (key) => pairs.get(key) ?? '',
    number: (key) => digits(pairs.get(key)),
  }
}

const digits = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null
