import { digest } from '../model/canonical.js'
import type { Plan } from '../model/generated/plan.js'
import type { Prepared } from './batches.js'

/**
 * The idempotency key of a request: what was planned over which state, and the steps that travel in it. The same step of
 * the same plan has the same key in every process; the state counts, so that a thing that was removed since, or a refusal
 * whose reason is gone, is not answered from memory. Secrets are in it as the plan has them: as references (E16).
 */
export const stepKey = ({ digests, platform }: Plan, steps: readonly Prepared[]): string =>
  digest({
    plan: digests.plan,
    revision: platform.revision,
    steps: steps.map(({ change: { address, operation, target, before, after }, write }) => ({
      ...{ address, operation, collection: target.collection, before, after },
      ...{ id: write.id, ifMatch: write.ifMatch },
      ends: 'expectConnections' in write ? (write.expectConnections ?? null) : null,
    })),
  })
