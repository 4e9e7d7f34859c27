import { digest, sorted } from '../model/canonical.js'
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
export const digestsOf = (bound: Bound, changes: readonly Change[], effects: readonly Effect[]): Digests => ({
  plan: digest({
    ...bound,
    changes: changes.map(actOf),
    effects: effects.map(({ address, operation, before, after }) => ({ address, operation, before, after })),
    revisions: changes.map(({ revision }) => revision),
  }),
  outcome: outcomeDigest(bound.tenant, changes, effects),
})

/** What approvals name: addresses, operations, before and after, and the connections that end. */
export function outcomeDigest(tenant: string, changes: readonly Change[], effects: readonly Effect[]): string {
  const ends = [
    ...effects.filter(({ operation }) => operation === 'end'),
    ...changes.filter(({ operation }) => operation === 'revoke'),
  ].map(({ address }) => address)
  return digest({ tenant, changes: changes.map(actOf), ends: sorted(ends) })
}

const actOf = ({ address, operation, before, after, ends, observed = false }: Change) => ({
  address,
  operation,
  before,
  after,
  ends,
  observed,
})
