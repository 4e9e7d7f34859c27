import type { AccessRow, Audit } from '../model/audit.js'
import { compareText, digest } from '../model/canonical.js'
import type { Plan } from '../model/generated/plan.js'
import type { Snapshot } from '../model/snapshot.js'
import { type Audited, accessOf } from './access.js'
import { connectionsOf, judgeConnection, missingConnections, type Unjudged, unknownConnections } from './connections.js'
import { indexPlan, placesOf } from './plan-index.js'
import { type Standing, totalsOf } from './totals.js'
import { usesOn } from './use.js'

export type { Audited } from './access.js'

/** Gathers account by account, while only one tree stands in memory, and judges by the one plan once that is whole. */
export class Auditor {
  readonly #access: AccessRow[] = []
  readonly #connections: Unjudged[] = []
  readonly #standings = new Map<string, Standing>()

  add(audited: Audited): void {
    const { key, id } = audited.live.account
    this.#standings.set(key, { id, verdict: verdictOf(audited) })
    for (const row of accessOf(audited)) this.#access.push(row)
    for (const row of connectionsOf(audited)) this.#connections.push(row)
  }

  /** @throws Fault where the totals do not agree with the platform's */
  audit(plan: Plan, snapshot: Snapshot, doubtful: Audit['doubtful']): Omit<Audit, 'policies'> {
    const index = indexPlan(plan)
    const idOf = new Map([...snapshot.rows.accounts.values()].map(({ id, name }) => [name, id]))
    for (const { account } of doubtful)
      this.#standings.set(account, { id: idOf.get(account) ?? null, verdict: 'not-evaluable' })
    const use = usesOn(plan.date, snapshot)
    const connections = [
      ...this.#connections.map((row) => judgeConnection(row, index, use)),
      ...unknownConnections(snapshot, new Map(doubtful.map(({ account, reason }) => [account, reason])), use),
      ...missingConnections(index),
    ]
    const counted = { snapshot, standings: this.#standings, access: this.#access, connections }
    const placed = placing(plan)
    return {
      date: plan.date,
      createdAt: plan.createdAt,
      digest: digest([]),
      totals: totalsOf(counted),
      coverage: plan.coverage,
      reads: plan.reads,
      history: { rows: 0, asked: 0 },
      released: plan.baseline === undefined ? null : plan.released.map(placed),
      exceptions: [],
      accounts: [],
      usage: [],
      unused: [],
      gates: [],
      explanations: [{ project: null, gates: [] }],
      access: this.#access.sort(
        (a, b) => compareText(a.account, b.account) || compareText(a.user, b.user) || compareText(a.app, b.app),
      ),
      connections: connections.sort(
        (a, b) => compareText(a.account, b.account) || compareText(a.app, b.app) || compareText(a.id ?? '', b.id ?? ''),
      ),
      pending: plan.pending.map(placed),
      held: plan.held.map(placed),
      doubtful,
    }
  }
}

function verdictOf({ live, standing }: Audited): Standing['verdict'] {
  if (standing === 'stopped') return 'not-evaluable'
  return live.account.id === null ? 'missing' : standing
}

/** Puts the lines themselves in the place of indexes. */
function placing(plan: Plan) {
  const at = placesOf(plan)
  return <T extends { readonly causes: readonly number[] }>({ causes, ...rest }: T) => ({ ...rest, at: at(causes) })
}
