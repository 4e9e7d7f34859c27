import { digest } from '../model/canonical.js'
import type { Change, Digests, Effect } from '../model/generated/plan.js'

/** What a plan binds besides its changes and effects. */
export interface Bound {
  readonly tenant: string
  readonly tool: string
  readonly scope: readonly string[]
  /** The estate's content, canonical and without texts. */
  readonly desired: string
  readonly limits: unknown
}

/**
 * Both digests are over canonical content without files, positions, texts, times and manifests, so that moving a
 * document or rewording a reason changes neither (E6, E8).
 */
export function digestsOf(bound: Bound, changes: readonly Change[], effects: readonly Effect[]): Digests {
  const acts = changes.map(({ address, operation, before, after, ends, observed = false }) => ({
    address,
    operation,
    before,
    after,
    ends,
    observed,
  }))
  const consequences = effects.map(({ address, operation, before, after }) => ({ address, operation, before, after }))
  const revisions = changes.map(({ revision }) => revision)
  const ends = [
    ...effects.filter(({ operation }) => operation === 'end').map(({ address }) => address),
    ...changes.filter(({ operation }) => operation === 'revoke').map(({ address }) => address),
  ].sort()
  return {
    plan: digest({ ...bound, changes: acts, effects: consequences, revisions }),
    outcome: digest({ tenant: bound.tenant, changes: acts, ends }),
  }
}
