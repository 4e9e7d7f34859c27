import { type Clock, wallClock } from './clock.js'
import type { Proxies } from './proxy.js'

/** How to reach a platform, and how patient to be with it. Times are in milliseconds. */
export interface HttpOptions {
  /** Where the platform's `/v1` stands, without it. */
  readonly url: string
  readonly token: string
  /** How much of the platform's rate limit may be taken, 0 to 1. */
  readonly share?: number
  readonly userAgent?: string
  readonly timeouts?: Partial<Timeouts>
  readonly patience?: Partial<Patience>
  /** How many requests run at once. */
  readonly parallelism?: number
  /** The most that one answer's body may hold, in bytes. */
  readonly maxBodyBytes?: number
  /** Rows a page; at most what the contract allows. */
  readonly pageSize?: number
  /** Told of each request that was sent: for counting, never with its headers. */
  readonly onRequest?: (method: string, path: string) => void
  /** The proxies that the environment names; none where absent. */
  readonly proxies?: Proxies | null
  /** Told of pauses: once for all calls that wait at the same time. */
  readonly onWait?: (milliseconds: number, reason: 'rate-limit' | 'retry') => void
  /** A number in [0, 1), for the jitter of pauses. */
  readonly random?: () => number
  readonly clock?: Clock
}

export interface Timeouts {
  readonly connect: number
  /** Until the answer begins. */
  readonly headers: number
  /** Between two pieces of the body. */
  readonly body: number
  /** From the first byte sent to the last received. */
  readonly whole: number
}

export interface Patience {
  /** Of one call. */
  readonly attempts: number
  /** Of a call that is refused only because there were too many. */
  readonly limited: number
  /** Attempts beyond the first, of all calls together; ten successes earn one back. */
  readonly budget: number
  /** The first pause, give or take half; each further one is twice as long. */
  readonly pause: number
  /** The longest `Retry-After` that is waited for. */
  readonly longest: number
}

export type Settings = Required<Omit<HttpOptions, 'timeouts' | 'patience'>> & { timeouts: Timeouts; patience: Patience }

export const settle = (options: HttpOptions): Settings => ({
  share: 1,
  userAgent: 'writ',
  parallelism: 6,
  proxies: null,
  maxBodyBytes: 64 * 1024 * 1024,
  pageSize: 1000,
  onRequest: () => {},
  onWait: () => {},
  random: Math.random,
  clock: wallClock,
  ...options,
  timeouts: { connect: 5_000, headers: 30_000, body: 30_000, whole: 120_000, ...options.timeouts },
  patience: { attempts: 4, limited: 8, budget: 40, pause: 200, longest: 30_000, ...options.patience },
})
