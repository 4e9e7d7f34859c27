import type { Address } from './address.js'
import type { Statement } from './document.js'

/** What somebody should know, found while the two sides were brought together. An error stops its account. */
export interface Problem {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly address: Address
  readonly message: string
  readonly statements: readonly Statement[]
  /** The Waiver that accepts it, and its last day. */
  readonly waived?: { readonly waiver: string; readonly until: string }
}

/** What waits for somebody else (E11). */
export interface Waiting {
  readonly address: Address
  readonly waitsFor: 'invitation' | 'consent' | 'owner' | 'visibility'
  readonly since: string | null
  readonly message: string
  readonly statements: readonly Statement[]
}
