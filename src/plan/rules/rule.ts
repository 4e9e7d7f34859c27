import type { WaiverRule } from '../../access/waivers.js'
import type { Statement } from '../../model/document.js'
import type { Resource } from '../../model/resource.js'
import type { AccountContext } from '../context.js'
import type { DraftChange } from '../draft.js'
import type { Standing } from './standing.js'

/** One live connection of a governed app in a governed account, before its judges. */
export interface Case {
  readonly context: AccountContext
  readonly connection: Resource<'connection'>
  readonly standing: Standing
  /** Do the gates permit it, as they will stand after this plan? */
  readonly permitted: boolean
}

/** What a connection breaks, and what follows: Writ revokes it, or reports it, or only counts it. */
export interface Breach {
  /** Stable; what a Waiver names. */
  readonly code: string
  readonly act: 'revoke' | 'report' | 'count'
  readonly message: string
  readonly statements: readonly Statement[]
  /** The Waiver because of which nothing is done about it. */
  readonly waiver?: WaiverRule
  /** Changes of this plan that bring the breach about. */
  readonly needs?: readonly DraftChange[]
}

/** One rule: it looks at one connection and says what that breaks, or null. */
export type Rule = (judged: Case) => Breach | null

/** A connection that documents ask for is never revoked by a rule, or the next plan would ask for it again (E11). */
export function unlessWanted({ standing }: Case, breach: Breach): Breach {
  if ((standing !== 'declared' && standing !== 'wished') || breach.act !== 'revoke') return breach
  return { ...breach, act: 'report', message: `${breach.message}; it stays, since a document declares it` }
}
