import type { Address } from './address.js'
import type { Statement } from './document.js'

/** What the baseline said of something and nothing says now: nobody governs it any more, and it stays as it is (E17). */
export interface Released {
  readonly address: Address
  /** What the baseline said. */
  readonly was: Readonly<Record<string, unknown>>
  /** How the same lives, and stays; null where nothing of it does. */
  readonly stays: Readonly<Record<string, unknown>> | null
  /** Where the baseline said it. */
  readonly statements: readonly Statement[]
}
