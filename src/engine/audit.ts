import { Auditor } from '../audit/index.js'
import type { Audit } from '../model/audit.js'
import type { Estate } from '../model/document.js'
import type { PlanOutcome } from '../model/generated/plan.js'
import { outcome, type Reason } from '../model/outcome.js'
import type { Snapshot } from '../model/snapshot.js'
import { eachAccount } from './each-account.js'
import type { RunOptions } from './options.js'

/** Declared against actual access, with what it ends with: 3 where something is undeclared or missing. */
export interface Audited {
  readonly audit: Audit
  readonly outcome: PlanOutcome
}

/** Audits what was read by the same plan that preview and apply use (U7, E17). Pure. */
export function auditOver(estate: Estate, snapshot: Snapshot, options: RunOptions): Audited {
  const auditor = new Auditor()
  const { plan, doubtful, stopped } = eachAccount(
    estate,
    snapshot,
    options,
    () => true,
    (seen) => auditor.add(seen),
  )
  const audit = auditor.audit(plan, snapshot, doubtful)
  return {
    audit,
    outcome: outcome([...reasonsOf(audit), ...(stopped.length > 0 ? (['account-stopped'] as const) : [])]),
  }
}

function reasonsOf({ totals, access, connections, doubtful }: Audit): Reason[] {
  const isFound = [...access, ...connections].some(({ verdict }) => verdict === 'undeclared' || verdict === 'missing')
  const isDoubtful = doubtful.length > 0 || Object.values(totals).some(({ platform }) => platform === null)
  return [...(isFound ? (['findings'] as const) : []), ...(isDoubtful ? (['read-incomplete'] as const) : [])]
}
