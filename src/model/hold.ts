import type { Statement } from './document.js'

/** An incident: what it covers stays closed until its date (E13). What is left out means any. */
export interface HoldRule {
  readonly name: string
  readonly covers: {
    readonly account?: string
    readonly app?: string
    readonly project?: string
    /** `apollo/engineering`, or `engineering` for a group without a project. */
    readonly group?: string
    readonly user?: string
  }
  /** Without it the hold closes only what would be opened or connected; live use stays permitted. */
  readonly close: boolean
  /** The last day it holds, `YYYY-MM-DD`, UTC. */
  readonly until: string
  readonly statement: Statement
}
