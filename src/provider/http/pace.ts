import type { Clock } from './clock.js'
import { quotas } from './rate-limit.js'
import type { Answer } from './transport.js'

interface PaceSettings {
  /** How much of the platform's rate limit may be taken, 0 to 1. */
  readonly share: number
  /** The longest pause that a header can bring about, in milliseconds. */
  readonly longest: number
  readonly clock: Clock
  /** In [0, 1): spreads those who all were told the same moment. */
  readonly random: () => number
  readonly onWait: (milliseconds: number) => void
}

const SECOND = 1000
/** Whatever the platform says, so many requests a second are tried again and again. */
const SLOWEST = 0.1
/** What one success adds at most: slow limits are approached slowly. */
const STEP = 0.1
/** The rate of the first halving where hardly anything was sent before. */
const FIRST = 4

/**
 * One pace for all calls of a client. It runs free until the platform says no; then at half of what was sent, a little
 * more for each success (one a second at most, each second), and half again at the next no. Quotas that are told in
 * headers are left to others as far as they are not within our share.
 */
export class Pace {
  #heldUntil = 0
  /** Requests a second. */
  #rate = Number.POSITIVE_INFINITY
  #ceiling = Number.POSITIVE_INFINITY
  #next = 0
  #halvedAt = Number.NEGATIVE_INFINITY
  /** When the requests of the last second were sent. */
  #sent: number[] = []

  constructor(private readonly settings: PaceSettings) {}

  /** Waits until the next request may go, and returns the time at which it goes. */
  async turn(signal: AbortSignal): Promise<number> {
    const { clock, longest, onWait } = this.settings
    const patient = clock.now() + longest
    for (;;) {
      const now = clock.now()
      const wait = Math.ceil(Math.max(Math.min(this.#heldUntil, patient), this.#next) - now)
      if (wait <= 0 || signal.aborted) return this.#go(now)
      onWait(wait)
      await clock.sleep(wait, signal)
    }
  }

  /** Sends nothing for a while, whoever asks. */
  hold(milliseconds: number): void {
    const { clock, random } = this.settings
    this.#heldUntil = Math.max(this.#heldUntil, clock.now() + milliseconds * (1 + 0.1 * random()))
  }

  /** Learns from the headers of an answer. */
  heed(headers: Answer['headers']): void {
    const { share } = this.settings
    for (const { limit, window, remaining, reset } of quotas(headers)) {
      if (limit !== null && window !== null && window > 0) this.#ceiling = (share * limit) / window
      if (remaining <= (limit ?? 0) * (1 - share)) this.hold(reset * SECOND)
    }
  }

  /** A request went well. */
  raise(): void {
    if (this.#rate === Number.POSITIVE_INFINITY) return
    this.#rate = Math.max(SLOWEST, Math.min(this.#ceiling, this.#rate + Math.min(STEP, 1 / this.#rate)))
  }

  /** A request sent at that time was one too many. Those that were sent with it say nothing new. */
  halve(sentAt: number): void {
    if (sentAt <= this.#halvedAt) return
    const now = this.settings.clock.now()
    const rate = this.#rate === Number.POSITIVE_INFINITY ? Math.max(FIRST, this.#sent.length) : this.#rate
    this.#rate = Math.max(SLOWEST, Math.min(this.#ceiling, rate / 2))
    this.#next = Math.max(this.#next, now + SECOND / this.#rate)
    this.#halvedAt = now
  }

  #go(now: number): number {
    const before = this.#sent.findIndex((at) => at > now - SECOND)
    this.#sent.splice(0, before < 0 ? this.#sent.length : before)
    this.#sent.push(now)
    this.#next = now + SECOND / this.#rate
    return now
  }
}
