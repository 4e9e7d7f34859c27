import type { Plan } from '../model/generated/plan.js'
import type { Snapshot } from '../model/snapshot.js'
import { takeLease } from './lease.js'
import type { ApplyContext, ApplyResult } from './result.js'
import { Run } from './run.js'
import { runStage } from './stage.js'

export type { ApplyContext, ApplyResult } from './result.js'

/**
 * Executes a plan stage by stage, each write only if live still is what the plan saw (E6). Independent branches go on
 * when one fails; what was blocked is listed with its cause (E9). Then reads back what lives now. Refusals are in the
 * result; it throws only where the lease cannot be asked for, so before anything was written.
 */
export async function applyPlan(plan: Plan, context: ApplyContext): Promise<ApplyResult> {
  const run = new Run(plan, context)
  leaveOut(run)
  const stages = stagesOf(run)
  run.say({
    type: 'run-started',
    tenant: plan.platform.tenant,
    plan: plan.digests.plan,
    outcome: plan.digests.outcome,
    changes: stages.flat().length,
  })
  if (stages.length === 0)
    return run.result({ status: 'none', holder: null, fencing: null, until: null }, context.snapshot, null)
  const lease = await takeLease(run)
  if (lease.report.status === 'held') {
    skipRest(run, `the lease is held by ${lease.report.holder}`)
    return run.result(lease.report, context.snapshot, null)
  }
  try {
    await runStages(run, stages, lease.fencing)
  } finally {
    await lease.release()
  }
  const { snapshot, problem } = await readBack(run)
  return run.result(lease.report, snapshot, problem)
}

async function runStages(run: Run, stages: readonly number[][], fencing: number | null): Promise<void> {
  for (const indexes of stages) {
    if (run.isStopped) break
    run.say({ type: 'stage', stage: run.changes[indexes[0] ?? 0]?.stage ?? 0, changes: indexes.length })
    await runStage(run, indexes, fencing)
  }
  skipRest(run, run.stopped ?? 'it was never reached')
}

/** What is only observed is never written (E19); what was not approved is not either. */
function leaveOut(run: Run): void {
  const { only } = run.context
  for (const [index, change] of run.changes.entries()) {
    if (change.observed) run.finish(index, 'skipped', { detail: 'only observed here' })
    else if (only && !only.has(index)) run.finish(index, 'skipped', { detail: 'not approved' })
  }
}

/** Indexes of what is to run, by stage, in ascending order. */
function stagesOf(run: Run): number[][] {
  const stages = new Map<number, number[]>()
  for (const [index, { stage }] of run.changes.entries()) {
    if (run.outcomes[index]) continue
    const indexes = stages.get(stage)
    if (indexes) indexes.push(index)
    else stages.set(stage, [index])
  }
  return [...stages].sort(([a], [b]) => a - b).map(([, indexes]) => indexes)
}

function skipRest(run: Run, detail: string): void {
  for (const index of run.changes.keys()) run.finish(index, 'skipped', { detail })
}

async function readBack(run: Run): Promise<{ snapshot: Snapshot | null; problem: string | null }> {
  try {
    const snapshot = await run.context.port.refresh(run.latest)
    const complete = snapshot.reads.every((read) => read.complete)
    run.say({ type: 'read-back', revision: snapshot.revision, complete, detail: null })
    return { snapshot, problem: null }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    run.say({ type: 'read-back', revision: null, complete: false, detail: problem })
    return { snapshot: null, problem }
  }
}
