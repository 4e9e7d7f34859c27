import { applyPlan } from '../apply/apply.js'
import type { Approval } from '../apply/approved.js'
import type { Estate } from '../model/document.js'
import type { Plan } from '../model/generated/plan.js'
import { planReasons, type Reason } from '../model/outcome.js'
import type { Snapshot } from '../model/snapshot.js'
import type { WritePort } from '../provider/port.js'
import { lookAfter } from './aftermath.js'
import { checkSecrets, checkUninstalls } from './door.js'
import { approvalOf, given, interruptionOf, runReasons, tellEnd } from './ending.js'
import { attributeMoves } from './moved.js'
import { type Applying, type ApplyOptions, type Planning, secretsOf } from './options.js'
import { beginRecord, recorded } from './recording.js'

/** A fresh plan, and how to plan the same once more over what was read back. */
export interface Carried extends Planning {
  readonly again: (snapshot: Snapshot) => Plan
  /** The run that was cut off and that this one goes on from. */
  readonly resumes: string | null
}

type Ran = Pick<Applying, 'result' | 'after' | 'effective'> & { readonly reasons: readonly Reason[] }

/** Executes a fresh plan, as far as it is approved or confirmed; then reads back and plans once more (E6, E11). */
export async function carryOut(
  estate: Estate,
  port: WritePort,
  carried: Carried,
  options: ApplyOptions,
): Promise<Applying> {
  const { plan, snapshot, resumes } = carried
  const judged = approvalOf(plan, snapshot, options, secretsOf(estate, options))
  const approval = await attributeMoves(judged, options.approved, port)
  const record = beginRecord(plan, snapshot, resumes, options)
  options.planned?.(plan, approval)
  const ran = await recorded(record, carried, options, () =>
    execute(estate, port, carried, approval, { ...options, ...given({ journal: record ?? undefined }) }),
  )
  const applying = { ...ran, plan, approval }
  tellEnd(applying, options)
  return applying
}

async function execute(
  estate: Estate,
  port: WritePort,
  { plan: fresh, snapshot, again, resumes }: Carried,
  approval: Approval | null,
  options: ApplyOptions,
): Promise<Ran> {
  const standing = planReasons(fresh, false)
  const secrets = secretsOf(estate, options)
  const ended = (ran: Partial<Ran>, reasons: readonly Reason[]): Ran => ({
    ...{ result: null, after: null, effective: null, ...ran },
    reasons: [...interruptionOf(options), ...standing, ...reasons],
  })
  if (approval !== null && approval.stale.length > 0) return ended({}, ['stale'])
  const unapproved: Reason[] = approval !== null && approval.refused.length > 0 ? ['not-as-approved'] : []
  const runs = fresh.changes.filter(({ observed }, index) => observed !== true && (approval?.runs.has(index) ?? true))
  if (standing.includes('refused') || runs.length === 0) return ended({}, unapproved)
  checkSecrets(fresh, runs, secrets)
  checkUninstalls(fresh, runs, options.confirmUninstall ?? [])
  if (options.signal?.aborted) return ended({}, unapproved)
  if (approval === null && !(await options.confirm(fresh)))
    return ended({}, options.signal?.aborted ? [] : ['declined'])
  const { runId, clock, parallelism, emit, signal, holder, leaseSeconds, lockTimeout, journal } = options
  const context = {
    ...{ port, snapshot, runId, clock, parallelism, emit, secrets, resumes },
    ...given({ signal, holder, leaseSeconds, lockTimeout, journal }),
  }
  const result = await applyPlan(fresh, { ...context, ...(approval === null ? {} : { only: approval.runs }) })
  const { after, effective } = await lookAfter(fresh, again, result, context, options)
  const late: Reason[] = (effective?.late.length ?? 0) > 0 ? ['not-effective'] : []
  return ended({ result, after, effective }, [...unapproved, ...runReasons(result, after, fresh, approval), ...late])
}
