import { Problem } from './problems.js'

/** So many requests in a window of so many seconds, for each principal. */
export interface RateLimit {
  limit: number
  windowSeconds: number
}

interface Bucket {
  tokens: number
  at: number
}

/** What is left to somebody after a request. */
interface Standing {
  allowed: boolean
  headers: Record<string, string>
}

/** A bucket for each principal, which fills evenly; whoever shows no good token shares one with all the others. */
export class Rates {
  limit: RateLimit | null = null
  readonly #buckets = new Map<string, Bucket>()

  /** Sets another limit, with full buckets for all. */
  set(limit: RateLimit | null): void {
    this.limit = limit
    this.#buckets.clear()
  }

  /** Takes one request out of a bucket, and tells by the headers of the IETF draft what is left. */
  take(principal: string, now: number): Standing {
    if (!this.limit) return { allowed: true, headers: {} }
    const { limit, windowSeconds } = this.limit
    const perMs = limit / (windowSeconds * 1000)
    const before = this.#buckets.get(principal) ?? { tokens: limit, at: now }
    const tokens = Math.min(limit, before.tokens + Math.max(0, now - before.at) * perMs)
    const allowed = tokens >= 1
    const left = allowed ? tokens - 1 : tokens
    this.#buckets.set(principal, { tokens: left, at: now })
    const headers = {
      ratelimit: `"default";r=${Math.floor(left)};t=${Math.ceil((limit - left) / perMs / 1000)}`,
      'ratelimit-policy': `"default";q=${limit};w=${windowSeconds}`,
    }
    if (allowed) return { allowed, headers }
    return { allowed, headers: { ...headers, 'retry-after': String(Math.ceil((1 - left) / perMs / 1000)) } }
  }
}

export const rateLimited = (): Problem =>
  new Problem('rate-limited', 'Too many requests. Retry-After says when to go on.')
