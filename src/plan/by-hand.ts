import type { Attribution, Change } from '../model/generated/plan.js'
import { ROLES } from './own-credential.js'
import type { Withheld } from './withhold.js'

/** What a run that nobody looks at does about what was changed by hand: shut again, reopen, or only tell. */
export interface DriftRules {
  readonly opened: 'repair' | 'report'
  readonly closed: 'repair' | 'report'
}

/** What somebody opened is shut again; what somebody closed, in an incident perhaps, stays so until somebody looks. */
export const DEFAULT_DRIFT: DriftRules = { opened: 'repair', closed: 'report' }

/** The changes that would undo a hand which `drift` of writ.yaml leaves alone, each with why (C7). */
export function byHand(changes: readonly Change[], { opened, closed }: DriftRules): [Change, Withheld][] {
  return changes.flatMap((change): [Change, Withheld][] => {
    const { attribution, observed, target } = change
    if (attribution === undefined || observed === true) return []
    if (target.id === null) return closed === 'report' ? [[change, held('not-reopened', 'removed', attribution)]] : []
    const { opens, closes } = sidesOf(change)
    const leftShut = opens && closed === 'report'
    const leftOpen = closes && opened === 'report'
    if (leftShut && leftOpen) return [[change, held('not-reopened', 'changed', attribution)]]
    if (leftShut) return [[change, { ...held('not-reopened', 'closed', attribution), rest: 'closes' }]]
    return leftOpen ? [[change, { ...held('not-shut', 'opened', attribution), rest: 'opens' }]] : []
  })
}

const held = (reason: Withheld['reason'], did: string, { principal, at, via }: Attribution): Withheld => ({
  reason,
  message: `${principal} ${did} it by hand at ${at} (${via}); writ apply without --yes, or with --approved, does what is declared`,
})

/** Roles and archived projects move no gate by themselves, and all the same somebody took them away, or gave them. */
function sidesOf({ direction, before, after, address }: Change): { readonly opens: boolean; readonly closes: boolean } {
  const power = /^user\/[^#]*$/.test(address) ? powerOf(after) - powerOf(before) : 0
  const isBack = /^project\/[^#]*$/.test(address) && after?.state === 'active'
  return {
    opens: direction === 'opens' || direction === 'mixed' || power > 0 || isBack,
    closes: direction === 'closes' || direction === 'mixed' || power < 0,
  }
}

/** More where somebody may administer more; equal where a change says nothing of it. */
function powerOf(fields: Change['after']): number {
  const { role, projects } = (fields ?? {}) as { readonly role?: unknown; readonly projects?: unknown }
  if (typeof role === 'string') return 1_000_000 * ROLES.indexOf(role)
  return Array.isArray(projects) ? projects.length : 0
}
