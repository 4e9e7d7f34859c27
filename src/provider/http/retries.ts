import type { Clock } from './clock.js'
import { CallFailure } from './failure.js'
import type { Patience } from './options.js'
import type { Pace } from './pace.js'

interface RetrySettings {
  readonly patience: Patience
  readonly clock: Clock
  readonly random: () => number
  readonly onWait: (milliseconds: number) => void
}

/**
 * Tries calls again, each a few times, and all of them together only as often as the budget of the run allows: what is
 * broken is not helped by being asked six times as often.
 */
export class Retries {
  #budget: number
  constructor(
    private readonly settings: RetrySettings,
    private readonly pace: Pace,
    private readonly closed: AbortSignal,
  ) {
    this.#budget = settings.patience.budget
  }

  /**
   * Tries until it succeeds, is told no, or patience ends. Once an attempt may have been executed, the failure says so,
   * whatever the later attempts met.
   * @param repeatable whether it may be sent again although it may have been executed
   */
  async persist<T>(attempt: () => Promise<T>, repeatable: boolean): Promise<T> {
    let executed = false
    for (let tried = 1; ; tried++) {
      try {
        return this.#earn(await attempt())
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error
        executed ||= error.executed
        const wait = this.#pause(error, tried)
        const end = this.#end(error, tried, wait, repeatable || !executed)
        if (end !== null) throw withFacts(error, executed, end)
        await this.#wait(error, wait)
      }
    }
  }

  /** Each success gives back a little. */
  #earn<T>(value: T): T {
    this.#budget = Math.min(this.settings.patience.budget, this.#budget + 0.1)
    return value
  }

  /** At least what was asked for, and never all at the same moment. */
  #pause({ retryAfter }: CallFailure, tried: number): number {
    const { patience, random } = this.settings
    return Math.max(retryAfter ?? 0, patience.pause * 2 ** (tried - 1) * (0.5 + random()))
  }

  /** Why this was the last attempt, in words to add; null if it was not. */
  #end(error: CallFailure, tried: number, wait: number, mayRepeat: boolean): string | null {
    const { patience } = this.settings
    const after = tried > 1 ? `, after ${tried} attempts` : ''
    if (wait > patience.longest && error.retryAfter !== null) return `, and asks to wait ${inWords(error.retryAfter)}`
    const most = error.limited ? patience.limited : patience.attempts
    if (!error.again || !mayRepeat || tried >= most || this.closed.aborted) return after
    if (error.limited) return null
    if (this.#budget < 1) return `${after}, and so much failed that nothing is tried again`
    this.#budget -= 1
    return null
  }

  /** What limits one call limits all: they wait together, and are told once. */
  async #wait(error: CallFailure, wait: number): Promise<void> {
    const { clock, onWait } = this.settings
    if (error.limited || (error.status === 503 && error.retryAfter !== null)) return this.pace.hold(wait)
    onWait(wait)
    await clock.sleep(wait, this.closed)
  }
}

const UNITS = [
  { one: 86_400_000, name: 'days' },
  { one: 3_600_000, name: 'hours' },
] as const

function inWords(milliseconds: number): string {
  const unit = UNITS.find(({ one }) => milliseconds >= 2 * one)
  return unit ? `${Math.round(milliseconds / unit.one)} ${unit.name}` : `${Math.round(milliseconds / 1000)} s`
}

const withFacts = (error: CallFailure, executed: boolean, words: string): CallFailure =>
  new CallFailure(error.message + words, { ...error, executed }, { cause: error.cause })
