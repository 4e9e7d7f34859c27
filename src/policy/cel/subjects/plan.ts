import { parseAddress } from '../../../model/address.js'
import { sorted } from '../../../model/canonical.js'
import type { Limits } from '../../../model/generated/documents.js'
import type { Plan } from '../../../model/generated/plan.js'
import type { LimitsState, LimitValues, PlanState } from '../../../model/generated/policy-input.js'
import { sendsMessage } from '../../../model/messages.js'
import { realUse } from '../../../model/real-uses.js'
import { effectiveLimits } from '../../limits.js'

/** What the plan as a whole is judged by, beside itself. */
export interface AboutPlan {
  readonly limits: Limits
  readonly baseline: PlanState['baseline']
  readonly approvals: readonly string[]
}

/** The plan as a whole, in totals: what is only observed counts in none. */
export function planInput(
  plan: Omit<Plan, 'verdicts' | 'outcome'>,
  { limits, baseline, approvals }: AboutPlan,
): PlanState {
  const changes = plan.changes.filter(({ observed }) => observed !== true)
  const ending = plan.impact.connections.filter(({ by }) => plan.changes[by]?.observed !== true)
  const isReal = realUse(plan.changes)
  const ids = new Set(ending.map(({ id }) => id))
  const directed = (...directions: readonly string[]) =>
    changes.filter(({ direction }) => directions.includes(direction)).length
  const { accounts, apps, connections } = plan.coverage
  return {
    ...{ url: plan.platform.url, scope: [...plan.scope], writePower: plan.platform.writePower, baseline },
    approvals: [...approvals],
    changes: changes.length,
    operations: { ...NO_OPERATIONS, ...countBy(changes, ({ operation }) => operation) },
    kinds: countBy(changes, ({ address }) => parseAddress(address).kind),
    opening: directed('opens', 'mixed'),
    closing: directed('closes', 'mixed'),
    connectionsEnding: ending.length,
    workflowsHit: plan.impact.workflows.filter((each) => each.connections.some((id) => ids.has(id))).length,
    peopleLosing: personsOf(plan.impact.losing.filter(isReal)),
    peopleGaining: personsOf(plan.impact.gaining.filter(isReal)),
    messages: changes.filter(sendsMessage).length,
    held: plan.held.length,
    pending: plan.pending.length,
    released: plan.released.length,
    errors: plan.findings.filter(({ severity }) => severity === 'error').length,
    findings: countBy(plan.findings, ({ code }) => code),
    coverage: { accounts: { ...accounts }, apps: { ...apps }, connections: { ...connections } },
    limits: limitsState(limits),
    files: sorted(changes.flatMap(({ causes }) => causes.flatMap((index) => plan.causes[index]?.file ?? []))),
  }
}

const NO_OPERATIONS = { create: 0, update: 0, rename: 0, remove: 0, revoke: 0, invite: 0 }

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return Object.fromEntries(counts)
}

const personsOf = (uses: readonly { readonly account: string; readonly user: string }[]): number =>
  new Set(uses.map(({ account, user }) => JSON.stringify([account, user]))).size

function limitsState(stated: Limits): LimitsState {
  const limits = effectiveLimits(stated)
  const valuesOf = ({ max, percent }: { max?: unknown; percent?: unknown }): LimitValues => ({
    max: typeof max === 'number' ? max : null,
    percent: typeof percent === 'number' && max !== 'none' ? percent : null,
  })
  return {
    revokedConnections: valuesOf(limits.revokedConnections),
    usersLosingAccess: valuesOf(limits.usersLosingAccess),
    usersGainingAccess: valuesOf(limits.usersGainingAccess),
    disabledIntegrations: valuesOf(limits.disabledIntegrations),
    removedObjects: valuesOf(limits.removedObjects),
    messages: valuesOf(limits.messages),
  }
}
