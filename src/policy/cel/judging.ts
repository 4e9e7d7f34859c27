import type { World } from '../../access/gates.js'
import type { DesiredAccount } from '../../model/desired.js'
import type { Statement } from '../../model/document.js'
import type { Limits } from '../../model/generated/documents.js'
import type { Plan, Verdict } from '../../model/generated/plan.js'
import type { Subject } from '../../model/generated/policy-fields.js'
import type { PlanState, SignedReview } from '../../model/generated/policy-input.js'
import type { Resource } from '../../model/resource.js'
import type { Snapshot } from '../../model/snapshot.js'
import { Bench } from './bench.js'
import { JUDGING, type JudgingLimits } from './limits.js'
import { mentions, type PolicyRule } from './rules.js'
import { accessInputs } from './subjects/access.js'
import { accountInput } from './subjects/account.js'
import { appInputs, NO_APP } from './subjects/app.js'
import { changeInputs } from './subjects/change.js'
import { type Common, commonInput } from './subjects/common.js'
import { connectionInputs } from './subjects/connection.js'
import { groupInputs } from './subjects/group.js'
import { planInput } from './subjects/plan.js'
import { projectInputs } from './subjects/project.js'
import { doubtVerdict, verdictsOf } from './verdicts.js'
import type { Sheaf, SheafSubject } from './worker.js'

/** A governed account after its planning: `desired.live` is as it will be. */
export interface JudgedAccount {
  readonly desired: DesiredAccount
  /** What its gates are judged by once the plan is executed, and as it lives. */
  readonly world: World
  readonly before: World
  readonly changes: readonly {
    readonly address: string
    readonly operation: string
    readonly after: Readonly<Record<string, unknown>> | null
    readonly target: { readonly collection: string }
    readonly statements: readonly Statement[]
  }[]
  readonly review: SignedReview | null
}

/** What holds for all that is judged. */
export interface Judging {
  readonly rules: readonly PolicyRule[]
  readonly snapshot: Snapshot
  readonly day: string
  readonly environment: string | null
  /** The registry as it will be. */
  readonly apps: ReadonlyMap<string, Resource<'app'>>
  /** Does `--only` reach this address? What lies outside is not judged. */
  readonly inScope: (address: string) => boolean
  readonly limits: Limits
  readonly baseline: PlanState['baseline']
  readonly approvals: readonly string[]
  readonly judgingLimits?: JudgingLimits
}

/** How many subjects are handed over at a time, at least. */
const SHEAF = 500

/** Judges a plan by the policies of its estate, account by account while it is made. */
export class PolicyJudge {
  private readonly bench: Bench
  private readonly wants: ReadonlySet<Subject>
  private readonly lookBack: boolean
  private readonly workflows: ReadonlyMap<string, readonly string[]>
  private readonly common: Common
  private sheaves: Sheaf[] = []
  private waiting = 0
  private readonly doubtful: string[] = []

  constructor(private readonly judging: Judging) {
    const { rules, snapshot, day, environment, apps, judgingLimits = JUDGING } = judging
    this.wants = new Set(rules.map(({ on }) => on))
    this.lookBack = mentions(rules, 'before')
    this.workflows = this.wants.has('connection') ? workflowsUsing(snapshot) : new Map()
    this.common = commonInput(snapshot, day, environment)
    const needsApps = this.wants.has('connection') || this.wants.has('access')
    this.bench = new Bench(
      rules,
      { common: { ...this.common }, apps: needsApps ? appInputs(apps) : {}, noApp: { ...NO_APP } },
      judgingLimits,
    )
  }

  /** Hands over what rules want to see of one account. */
  account(seen: JudgedAccount): void {
    const about = this.wantsOf(seen)
    const account = seen.desired.live
    const subjects = [...this.subjectsOf(seen)].filter(({ subject }) => this.judging.inScope(scopeOf(subject, account)))
    if (subjects.length === 0) return
    this.sheaves.push({ variables: about === null ? {} : { account: about }, subjects })
    this.waiting += subjects.length
    if (this.waiting >= SHEAF) this.flush()
  }

  /** Tells that nothing is judged in an account, since nobody knows what it will be. */
  doubt(address: string): void {
    if (this.wants.size > 0 && [...this.wants].some((on) => on !== 'plan' && on !== 'change'))
      this.doubtful.push(address)
  }

  /** Judges the changes and the plan as a whole, and waits for all the rest. */
  async verdicts(plan: Omit<Plan, 'verdicts' | 'outcome'>): Promise<Verdict[]> {
    const subjects: SheafSubject[] = this.wants.has('change')
      ? [...changeInputs(plan)].map((subject) => ({ on: 'change', subject }))
      : []
    if (this.wants.has('plan')) {
      const subject = { ...planInput(plan, this.judging), address: 'plan' }
      subjects.push({ on: 'plan', subject })
    }
    for (let at = 0; at < subjects.length; at += SHEAF)
      this.sheaves.push({ variables: {}, subjects: subjects.slice(at, at + SHEAF) })
    this.flush()
    const judgements = await this.bench.end()
    return [...verdictsOf(this.judging.rules, judgements), ...doubtVerdict(this.doubtful)]
  }

  /** Ends what is under way. */
  close = (): Promise<void> => this.bench.close()

  private flush(): void {
    if (this.sheaves.length > 0) this.bench.add(this.sheaves)
    this.sheaves = []
    this.waiting = 0
  }

  /** The account itself is made for rules about it, and for those that mention it. */
  private wantsOf({ desired, changes, review }: JudgedAccount) {
    const { rules } = this.judging
    const isWanted =
      this.wants.has('account') ||
      mentions(
        rules.filter(({ on }) => BELOW.has(on)),
        'account',
      )
    if (!isWanted) return null
    const { live, wanted, mode } = desired
    const before = this.lookBack && live.id !== null ? desired.copy() : null
    const created = changes.filter(isCreatedConnection).length
    return accountInput(live, { wanted, mode, changes: changes.length, created, review }, before)
  }

  private *subjectsOf(seen: JudgedAccount): Generator<SheafSubject> {
    const { desired, changes, world } = seen
    const { live } = desired
    const before = this.lookBack && live.id !== null ? desired.copy() : null
    const about = this.wants.has('account') ? this.wantsOf(seen) : null
    if (about !== null) yield { on: 'account', subject: about }
    if (this.wants.has('project')) yield* named('project', projectInputs(live, desired, before))
    if (this.wants.has('group')) yield* named('group', groupInputs(live, desired, before))
    if (this.wants.has('connection')) {
      const created = changes.filter(isCreatedConnection).map(({ address, after, statements }) => ({
        ...{ address, after },
        files: statements.map(({ source }) => source.file),
      }))
      const known = { day: this.judging.day, workflows: this.workflows, created }
      yield* named('connection', connectionInputs(live, desired, before, known))
    }
    if (this.wants.has('access')) {
      const then = before === null ? null : { world: seen.before, account: before }
      yield* named('access', accessInputs({ world, account: live }, then))
    }
  }
}
