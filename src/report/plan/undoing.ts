import type { Change, EndedConnection } from '../../model/generated/plan.js'
import { isWritten, type PlanView } from './view.js'

/** What applying the reverse of a plan would not bring back. */
export interface Undoing {
  /** Connections that really end: whoever owns one has to connect again. */
  readonly ending: readonly EndedConnection[]
  /** Whoever owns several connects again as one; what nobody owns somebody has to. */
  readonly people: number
  /** Changes that come back whole, without the connections that end with them, or never; revocations are told by `ending`. */
  readonly whole: readonly Change[]
  readonly partly: readonly Change[]
  readonly never: readonly Change[]
}

/** The same for every reader. Null where nothing is written, so that nothing could be undone. */
export function undoing({ plan }: PlanView): Undoing | null {
  const changes = plan.changes.filter(isWritten)
  if (changes.length === 0) return null
  const ending = plan.impact.connections.filter(({ by }) => plan.changes[by]?.observed !== true)
  const of = (undo: Change['undo']) => changes.filter((each) => each.undo === undo && each.operation !== 'revoke')
  return {
    ending,
    people: new Set(ending.map(({ owner, id }) => owner ?? id)).size,
    ...{ whole: of('full'), partly: of('settings-only'), never: of('none') },
  }
}
