import type { AccessRow, Audit, ConnectionRow } from '../model/audit.js'
import type { AccountRow } from '../model/audit-detail.js'
import { compareText } from '../model/canonical.js'
import type { EstateDocument } from '../model/document.js'
import { addressOfDocument } from '../model/estate-name.js'
import type { Plan } from '../model/generated/plan.js'
import type { Snapshot } from '../model/snapshot.js'
import { type Audited, accessOf } from './access.js'
import { connectionsOf, judgeConnection, missingConnections, type Unjudged, unknownConnections } from './connections.js'
import { digestOfPart, digestOfParts } from './digests.js'
import { exceptionsOf } from './exceptions.js'
import { Explainer } from './explain.js'
import { groupedBy } from './grouped.js'
import { type AskHistory, MOST_ASKED, withHistory } from './history.js'
import { linesOf } from './lines.js'
import { indexPlan, type Named, placesOf } from './plan-index.js'
import { reviewSeen, reviewsIn } from './reviews.js'
import { operatorsOf, type Standing, totalsOf, verdictsOf, worstOf } from './totals.js'
import { unusedOf } from './unused.js'
import { type Allowance, allowancesOf, usageOf } from './usage.js'
import { usesOn } from './use.js'

export type { Audited } from './access.js'
export type { AskHistory } from './history.js'

/** What an audit is made over, beside the accounts themselves. */
export interface Auditing {
  readonly documents: readonly EstateDocument[]
  readonly snapshot: Snapshot
  /** After how many days without use a connection is idle, whatever the estate says. */
  readonly idleAfter?: number
}

/** What is known once all accounts were seen. */
export interface Seen {
  readonly plan: Plan
  readonly doubtful: Audit['doubtful']
  /** What Reviews want removed and is there, live; by account. */
  readonly lives: ReadonlyMap<string, ReadonlySet<string>>
  /** Null where there is no platform to ask. */
  readonly ask: AskHistory | null
}

/** Gathers account by account, while only one tree stands in memory, and judges by the one plan once that is whole. */
export class Auditor {
  readonly #access: AccessRow[] = []
  readonly #connections: Unjudged[] = []
  readonly #allowances: Allowance[] = []
  /** Accounts in which everything is allowed: no line of an allow-list could go. */
  readonly #unlimited = new Set<string>()
  readonly #standings = new Map<string, Standing>()
  readonly #explainer = new Explainer()
  readonly #names: ReadonlyMap<EstateDocument['source'], EstateDocument>

  constructor(private readonly auditing: Auditing) {
    this.#names = new Map(auditing.documents.map((document) => [document.source, document]))
  }

  add(audited: Audited): void {
    const { key, id } = audited.live.account
    this.#standings.set(key, { id, verdict: verdictOf(audited) })
    if (audited.live.account.fields.allowedApps === 'all') this.#unlimited.add(key)
    const telling = { explainer: this.#explainer, asksAll: isSmall(this.auditing.snapshot) }
    const access = [...accessOf(audited, telling)]
    for (const row of access) this.#access.push(row)
    for (const row of connectionsOf(audited)) this.#connections.push(row)
    for (const each of allowancesOf(audited, access, this.#nameOf, this.auditing.idleAfter)) this.#allowances.push(each)
  }

  #nameOf = (source: EstateDocument['source']): string => {
    const document = this.#names.get(source)
    return document === undefined ? 'writ.yaml' : addressOfDocument(document)
  }

  /** @throws Fault where the totals do not agree with the platform's */
  async audit(seen: Seen): Promise<Omit<Audit, 'policies'>> {
    const { plan, doubtful, ask } = seen
    const { snapshot, documents } = this.auditing
    const access = this.#access.sort(byAccountAndPerson)
    const connections = this.#judged(seen)
    const counted = { snapshot, standings: this.#standings, access, connections }
    const worst = worstOf(counted)
    const usage = usageOf(this.#allowances, connections)
    const unused = unusedOf(usage, (account) => this.#unlimited.has(account), connections)
    const exceptions = exceptionsOf(documents, plan.date)
    const { gates, history } = await withHistory(this.#explainer.gates, ask)
    const placed = placing(plan)
    const accounts = this.#accounts(seen, verdictsOf(counted, worst.accounts), {
      access,
      connections,
      usage,
      exceptions,
    })
    return {
      date: plan.date,
      createdAt: plan.createdAt,
      digest: digestOfParts(
        plan.platform.tenant,
        accounts.map(({ account, digest }) => [account, digest]),
      ),
      totals: totalsOf(counted, worst),
      operators: operatorsOf(snapshot),
      ...{ coverage: plan.coverage, reads: plan.reads, history },
      released: plan.baseline === undefined ? null : plan.released.map(placed),
      pending: plan.pending.map(placed),
      held: plan.held.map(placed),
      ...{ doubtful, exceptions, accounts },
      ...{ usage, unused, lines: linesOf(usage, unused) },
      ...{ gates, explanations: this.#explainer.explanations, access, connections },
    }
  }

  #judged({ plan, doubtful }: Seen): ConnectionRow[] {
    const { snapshot } = this.auditing
    const index = indexPlan(plan, namedIn(this.#connections))
    const use = usesOn(plan.date, snapshot)
    const idOf = new Map([...snapshot.rows.accounts.values()].map(({ id, name }) => [name, id]))
    for (const { account } of doubtful)
      this.#standings.set(account, { id: idOf.get(account) ?? null, verdict: 'not-evaluable' })
    const reasons = new Map(doubtful.map(({ account, reason }) => [account, reason]))
    const judged = this.#connections.map((row) => judgeConnection(row, index, use))
    return [...judged, ...unknownConnections(snapshot, reasons, use), ...missingConnections(index)].sort(
      byAccountAndApp,
    )
  }

  /** Each account with what a Review of it signs, and who signed last. */
  #accounts(
    { plan, lives }: Seen,
    verdicts: ReadonlyMap<string, AccountRow['verdict']>,
    all: Pick<Audit, 'access' | 'connections' | 'usage' | 'exceptions'>,
  ): AccountRow[] {
    const { tenant } = plan.platform
    const reviews = reviewsIn(this.auditing.documents)
    const stays = new Set(plan.findings.flatMap(({ code, address }) => (code === NOT_FOLLOWED ? [address] : [])))
    const access = groupedBy(all.access, accountOf)
    const connections = groupedBy(all.connections, accountOf)
    const usage = groupedBy(all.usage, accountOf)
    return [...verdicts].sort(byName).map(([account, verdict]) => {
      const part = {
        access: access.get(account) ?? [],
        connections: connections.get(account) ?? [],
        usage: usage.get(account) ?? [],
      }
      const digest = digestOfPart(tenant, account, verdict, part, all.exceptions)
      const review = reviews.get(account)
      const isGoverned = this.#standings.get(account)?.verdict === 'governed'
      const left = {
        lives: (address: string) => lives.get(account)?.has(address) === true,
        stays: (address: string) => !isGoverned || stays.has(address),
      }
      return { account, verdict, digest, review: review ? reviewSeen(review, digest, plan.date, left) : null }
    })
  }
}

const accountOf = ({ account }: { readonly account: string }): string => account

/** Finds connections by what documents call them. */
function namedIn(connections: readonly Unjudged[]): (named: Named) => string | undefined {
  const keyOf = ({ account, app, name, owner }: Named) =>
    JSON.stringify([account, app, name, name === null ? owner : null])
  let ids: Map<string, string> | undefined
  return (named) => {
    ids ??= new Map(connections.map(({ id, account, fields }) => [keyOf({ account, ...fields }), id]))
    return ids.get(keyOf(named))
  }
}

const NOT_FOLLOWED = 'review/not-followed'

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  compareText(one, other)

const byAccountAndPerson = (a: AccessRow, b: AccessRow): number =>
  compareText(a.account, b.account) || compareText(a.user, b.user) || compareText(a.app, b.app)

const byAccountAndApp = (a: ConnectionRow, b: ConnectionRow): number =>
  compareText(a.account, b.account) ||
  compareText(a.app, b.app) ||
  compareText(a.id ?? '', b.id ?? '') ||
  compareText(`${a.name ?? ''} ${a.owner ?? ''}`, `${b.name ?? ''} ${b.owner ?? ''}`)

/** So few rows can be asked about one by one; of a larger platform only what differs is. */
function isSmall({ rows }: Snapshot): boolean {
  const levels = ['account-integrations', 'project-integrations', 'group-integrations', 'user-integrations'] as const
  const things = ['apps', 'accounts', 'groups'] as const
  return [...levels, ...things].reduce((sum, each) => sum + rows[each].size, 0) <= MOST_ASKED
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
