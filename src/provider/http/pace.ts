import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from './transport.js'

/** Keeps to a share of the platform's rate limit, as far as its answers tell it. */
export class Pace {
  #freeAt = 0
  constructor(
    private readonly share: number,
    private readonly longest: number,
    private readonly onWait: (milliseconds: number) => void,
  ) {}

  /** Waits until the next request is within the share. */
  async turn(): Promise<void> {
    const wait = Math.min(this.#freeAt - Date.now(), this.longest)
    if (wait <= 0) return
    this.onWait(wait)
    await sleep(wait)
  }

  /** Learns from `RateLimit` and `RateLimit-Policy`, or their three older forms. */
  heed(headers: Answer['headers']): void {
    const { limit, remaining, reset } = readLimit(headers)
    if (remaining === null || reset === null) return
    const others = limit === null ? 0 : limit * (1 - this.share)
    if (remaining <= others) this.#freeAt = Date.now() + reset * 1000
  }
}

interface Limit {
  limit: number | null
  remaining: number | null
  reset: number | null
}

function readLimit(headers: Answer['headers']): Limit {
  const state = String(headers.ratelimit ?? '')
  if (state === '') {
    const old = (name: string) => digits(String(headers[`ratelimit-${name}`] ?? ''))
    return { limit: old('limit'), remaining: old('remaining'), reset: old('reset') }
  }
  const policy = String(headers['ratelimit-policy'] ?? '')
  return {
    limit: member(policy, 'q') ?? member(state, 'limit'),
    remaining: member(state, 'r') ?? member(state, 'remaining'),
    reset: member(state, 't') ?? member(state, 'reset'),
  }
}

const member = (text: string, name: string): number | null =>
  digits([...text.matchAll(MEMBERS)].find(([, key]) => key === name)?.[2] ?? '')
const MEMBERS = /(?:^|[;, ])([a-z]+)=(\d{1,9})/g
const digits = (text: string): number | null => (/^\d{1,9}$/.test(text) ? Number(text) : null)
