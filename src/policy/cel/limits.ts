/** What judging may cost: whatever a rule does, a run goes on, and in bounded time and memory. */
export interface JudgingLimits {
  /** Milliseconds for one rule and one subject. */
  readonly evaluation: number
  /** Milliseconds for one rule over all its subjects. */
  readonly rule: number
  /** Milliseconds for everything, counted from the end of planning. */
  readonly whole: number
  /** Megabytes of memory for all rules together. */
  readonly memory: number
  /** How many subjects of one policy are listed; the others are counted. */
  readonly listed: number
}

export const JUDGING: JudgingLimits = { evaluation: 2_000, rule: 20_000, whole: 60_000, memory: 256, listed: 20 }
