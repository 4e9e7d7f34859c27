import type { ApplyContext, ApplyResult } from '../apply/apply.js'
import { type Effectiveness, touchedAccounts, waitUntilEffective } from '../apply/settle.js'
import { KINDS } from '../kinds/index.js'
import type { Pending, Plan } from '../model/generated/plan.js'
import type { Snapshot } from '../model/snapshot.js'
import type { Applying, ApplyOptions } from './options.js'

/**
 * What lives after a run: recorded is what was read back, effective what customers see (T9). Whoever waited looks once
 * more, for people go on meanwhile: what they did is told and, being in no reviewed plan, left for the next one.
 */
export async function lookAfter(
  fresh: Plan,
  planAgain: (snapshot: Snapshot) => Plan,
  result: ApplyResult,
  context: ApplyContext,
  options: ApplyOptions,
): Promise<Pick<Applying, 'after' | 'effective'>> {
  const seen = result.readBack ?? context.snapshot
  const touched = result.interrupted ? new Map<string, string>() : touchedAccounts(fresh, result, seen)
  const since = new Date(options.clock()).toISOString()
  const effective = await waitUntilEffective(touched, { ...context, seconds: options.settleSeconds })
  const last = effective?.waited ? await again(context, result.readBack) : result.readBack
  if (last === null) return { after: null, effective }
  const after = planAgain(last)
  return { after: { ...after, pending: [...after.pending, ...unseen(effective, since)] }, effective }
}

/** A look that fails shows no less than the one before. */
async function again({ port }: ApplyContext, before: Snapshot | null): Promise<Snapshot | null> {
  try {
    return before === null ? null : await port.refresh(before)
  } catch {
    return before
  }
}

/** What is recorded and not yet seen waits for nobody but time. */
const unseen = (effective: Effectiveness | null, since: string): Pending[] =>
  (effective?.late ?? []).map((name) => ({
    address: KINDS.account.address('', name),
    waitsFor: 'visibility',
    since,
    message: 'recorded; its customers do not see it yet',
    causes: [],
  }))
