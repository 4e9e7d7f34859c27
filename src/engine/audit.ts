import { type AskHistory, Auditor } from '../audit/index.js'
import type { Audit } from '../model/audit.js'
import type { Estate, EstateDocument } from '../model/document.js'
import type { PlanOutcome } from '../model/generated/plan.js'
import { outcome, type Reason } from '../model/outcome.js'
import type { ReviewRemoval } from '../model/review.js'
import type { Snapshot } from '../model/snapshot.js'
import { removalsOf } from '../plan/reviews.js'
import { dayOf } from '../state/index.js'
import { datesSaid } from '../state/said-dates.js'
import { eachAccount, type SeenAccount } from './each-account.js'
import type { RunOptions } from './options.js'
import { openPolicies } from './policies.js'

/** Declared against actual access, with what it ends with: 3 where something is undeclared or missing. */
export interface Audited {
  readonly audit: Audit
  readonly outcome: PlanOutcome
}

/** What an audit is asked beside the run's own options. */
export interface AuditQuestion {
  /** After how many days without use a connection is idle, whatever the estate says. */
  readonly idleAfter?: number
  /** Asks the platform who changed what; absent: nobody is asked. */
  readonly ask?: AskHistory
}

/** Audits what was read by the same plan that preview and apply use (U7, E17), and by the policies of the estate. */
export async function auditOver(
  estate: Estate,
  snapshot: Snapshot,
  options: RunOptions,
  { idleAfter, ask = undefined }: AuditQuestion = {},
): Promise<Audited> {
  const judging = openPolicies(estate, snapshot, options)
  const { documents } = estate
  const auditor = new Auditor({ documents, snapshot, ...(idleAfter === undefined ? {} : { idleAfter }) })
  const removals = new Removals(documents)
  const datesOf = remembered((app) => datesSaid(estate, app, dayOf(options.now)))
  try {
    const { plan, doubtful, stopped } = eachAccount(
      estate,
      snapshot,
      options,
      () => true,
      (seen) => {
        removals.see(seen)
        auditor.add({ ...seen, datesOf })
      },
      judging?.watch,
    )
    const policies = (await judging?.verdicts(plan)) ?? []
    const audited = await auditor.audit({ plan, doubtful, lives: removals.lives, ask: ask ?? null })
    const audit = { ...audited, policies }
    const isStopped = stopped.length > 0 ? (['account-stopped'] as const) : []
    return { audit, outcome: outcome([...reasonsOf(audit), ...isStopped]) }
  } finally {
    await judging?.close()
  }
}

/** What Reviews want removed and is there, account by account: what the plan leaves of it, the plan says. */
class Removals {
  readonly lives = new Map<string, Set<string>>()
  readonly #of: ReturnType<typeof removalsOf>

  constructor(documents: readonly EstateDocument[]) {
    this.#of = removalsOf(documents.flatMap(removalsIn))
  }

  see({ live: { account } }: SeenAccount): void {
    const found = this.#of.in(account).map(({ address }) => address)
    if (found.length > 0) this.lives.set(account.key, new Set(found))
  }
}

const removalsIn = ({ value, source }: EstateDocument): ReviewRemoval[] =>
  value.kind !== 'Review'
    ? []
    : (value.remove ?? []).map((address, at) => ({
        ...{ address, review: value.name, by: value.by, at: value.at },
        statement: { source, path: ['remove', at] },
      }))

function remembered<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    const value = known.get(key) ?? make(key)
    known.set(key, value)
    return value
  }
}

/** What asking about use alone ends with: that something is not used is no finding, nor is what else an audit finds. */
export const askedOfUse = ({ outcome: { reasons } }: Audited): PlanOutcome =>
  outcome((reasons as Reason[]).filter((reason) => reason !== 'findings'))

function reasonsOf({ totals, access, connections, doubtful, policies }: Audit): Reason[] {
  const isFound = [...access, ...connections].some(({ verdict }) => verdict === 'undeclared' || verdict === 'missing')
  const isRefused = policies.some(({ effect }) => effect === 'refuse')
  const isDoubtful = doubtful.length > 0 || Object.values(totals).some(({ platform }) => platform === null)
  return [
    ...(isFound || isRefused ? (['findings'] as const) : []),
    ...(isDoubtful ? (['read-incomplete'] as const) : []),
  ]
}
