import { Auditor } from '../audit/index.js'
import type { Audit } from '../model/audit.js'
import type { Estate } from '../model/document.js'
import type { PlanOutcome } from '../model/generated/plan.js'
import { outcome, type Reason } from '../model/outcome.js'
import type { Snapshot } from '../model/snapshot.js'
import { eachAccount } from './each-account.js'
import type { RunOptions } from './options.js'
import { openPolicies } from './policies.js'

/** Declared against actual access, with what it ends with: 3 where something is undeclared or missing. */
export interface Audited {
  readonly audit: Audit
  readonly outcome: PlanOutcome
}

/** Audits what was read by the same plan that preview and apply use (U7, E17), and by the policies of the estate. */
export async function auditOver(estate: Estate, snapshot: Snapshot, options: RunOptions): Promise<Audited> {
  const judging = openPolicies(estate, snapshot, options)
  const auditor = new Auditor()
  try {
    const { plan, doubtful, stopped } = eachAccount(
      estate,
      snapshot,
      options,
      () => true,
      (seen) => auditor.add(seen),
      judging?.watch,
    )
    const policies = (await judging?.verdicts(plan)) ?? []
    const audit = { ...auditor.audit(plan, snapshot, doubtful), policies }
    const isStopped = stopped.length > 0 ? (['account-stopped'] as const) : []
    return { audit, outcome: outcome([...reasonsOf(audit), ...isStopped]) }
  } finally {
    await judging?.close()
  }
}

function reasonsOf({ totals, access, connections, doubtful, policies }: Audit): Reason[] {
  const isFound = [...access, ...connections].some(({ verdict }) => verdict === 'undeclared' || verdict === 'missing')
  const isRefused = policies.some(({ effect }) => effect === 'refuse')
  const isDoubtful = doubtful.length > 0 || Object.values(totals).some(({ platform }) => platform === null)
  return [
    ...(isFound || isRefused ? (['findings'] as const) : []),
    ...(isDoubtful ? (['read-incomplete'] as const) : []),
  ]
}
