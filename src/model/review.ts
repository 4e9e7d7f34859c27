import type { Address } from './address.js'
import type { Statement } from './document.js'

/** One thing that somebody who reviewed wants removed. */
export interface ReviewRemoval {
  readonly address: Address
  /** The Review's name, who signed it and on which day. */
  readonly review: string
  readonly by: string
  readonly at: string
  readonly statement: Statement
}
