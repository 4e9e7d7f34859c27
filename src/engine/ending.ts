import { alreadyIn } from '../apply/already.js'
import type { ApplyResult } from '../apply/apply.js'
import { type Approval, approve } from '../apply/approved.js'
import type { Plan } from '../model/generated/plan.js'
import { outcome, type Reason } from '../model/outcome.js'
import type { Secrets } from '../model/secrets.js'
import type { Snapshot } from '../model/snapshot.js'
import { syncOf } from '../model/sync.js'
import { outcomeDigest } from '../plan/digests.js'
import type { Applying, ApplyOptions } from './options.js'

/** A plan file whose content is not what its digest names was edited, and approves nothing. */
export function approvalOf(
  fresh: Plan,
  snapshot: Snapshot,
  { approved, clock }: ApplyOptions,
  secrets: Secrets,
): Approval | null {
  if (approved === undefined) return null
  const { platform, changes, effects, digests } = approved
  if (outcomeDigest(platform.tenant, changes, effects) !== digests.outcome) {
    return { stale: ['it was edited: its content is not what its outcome digest names'], runs: new Set(), refused: [] }
  }
  return approve(fresh, approved, clock(), alreadyIn(snapshot, secrets))
}

const NOTHING = { done: 0, already: 0, refused: 0, blocked: 0, unknown: 0, skipped: 0 }

/** The last lines of a run's events: is it in sync, and what does it end with? */
export function tellEnd({ result, after, reasons }: Applying, { emit, runId, clock }: ApplyOptions): void {
  const begin = { formatVersion: 1, run: runId, at: new Date(clock()).toISOString() } as const
  if (after !== null) {
    const { inSync, changes, observed, stopped } = syncOf(after)
    const waiting = { pending: after.pending.length, held: after.held.length, observed, stopped: stopped.length }
    emit({ ...begin, type: 'settled', inSync: inSync === true, changes, ...waiting })
  }
  emit({ ...begin, type: 'done', ...outcome(reasons), counts: result?.counts ?? NOTHING })
}

/** A run that was stopped from outside ends with the code of the signal that did it, for JSON as for the shell. */
export const interruptionOf = ({ signal }: ApplyOptions): Reason[] =>
  signal?.aborted ? [signal.reason === 'SIGTERM' ? 'terminated' : 'interrupted'] : []

/** Leaves out what is undefined, so that the defaults of whoever is called hold. */
export const given = <T extends object>(options: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }

/** What a run adds to the reasons of its plan. */
export function runReasons(result: ApplyResult, after: Plan | null, fresh: Plan, approval: Approval | null): Reason[] {
  if (result.lease.status === 'held') return ['lease-held']
  if (result.unrecorded !== null) return [result.wrote ? 'partly-applied' : 'failed']
  if (result.failed > 0 || result.interrupted) {
    if (result.wrote) return ['partly-applied']
    const moved = result.outcomes.every(({ problem }) => problem === null || MOVED.has(problem))
    return [moved && !result.interrupted ? 'stale' : 'failed']
  }
  const amiss = amissOf(result)
  const left = new Set(
    fresh.changes.flatMap(({ address }, index) => (approval === null || approval.runs.has(index) ? [] : [address])),
  )
  const open = after === null || after.changes.some(({ address, observed }) => observed !== true && !left.has(address))
  return open ? [...amiss, 'not-settled'] : amiss
}

/** Answered with 200, and not what was reviewed: something lives on, or more has ended than the plan names. */
const amissOf = ({ stillThere, extraEndings }: ApplyResult): Reason[] => [
  ...(extraEndings.length > 0 ? (['partly-applied'] as const) : []),
  ...(stillThere.length > 0 ? (['not-effective'] as const) : []),
]

/** Refusals that say live is not what the plan saw. */
const MOVED = new Set(['moved', 'precondition-failed', 'connections-changed'])
