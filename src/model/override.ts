import type { OverrideDocument } from './generated/documents.js'

/** The limits that an Override can let one plan pass. */
export type LimitName = OverrideDocument['limit']

/** Lets one plan, named by its outcome digest, pass one limit (E8). */
export interface OverrideRule {
  readonly name: string
  readonly limit: LimitName
  /** The most that the limit may count over the whole plan. */
  readonly max: number
  /** `digests.outcome` of exactly that plan. */
  readonly outcome: string
  /** The last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly until: string
}
