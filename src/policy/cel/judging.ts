import type { Limits } from '../../model/generated/documents.js'
import type { Plan, Verdict } from '../../model/generated/plan.js'
import type { PlanState } from '../../model/generated/policy-input.js'
import type { Resource } from '../../model/resource.js'
import type { Snapshot } from '../../model/snapshot.js'
import { Bench } from './bench.js'
import { JUDGING, type JudgingLimits } from './limits.js'
import type { PolicyRule } from './rules.js'
import { type Around, type JudgedAccount, sheafOf, wantsOf } from './sheaf.js'
import { appInputs, NO_APP } from './subjects/app.js'
import { changeInputs } from './subjects/change.js'
import { commonInput } from './subjects/common.js'
import { planInput } from './subjects/plan.js'
import { doubtVerdicts, verdictsOf } from './verdicts.js'
import type { Sheaf, SheafSubject } from './worker.js'

/** What holds for all that is judged. */
export interface Judging {
  readonly rules: readonly PolicyRule[]
  readonly snapshot: Snapshot
  /** The day of the run: nothing that rules see comes from the clock. */
  readonly day: string
  readonly environment: string | null
  /** The registry as it will be. */
  readonly apps: ReadonlyMap<string, Resource<'app'>>
  readonly inScope: (address: string) => boolean
  readonly limits: Limits
  readonly baseline: PlanState['baseline']
  readonly approvals: readonly string[]
  readonly judgingLimits?: JudgingLimits
}

/** How many subjects are handed over at a time, at least. */
const HANDFUL = 500

/** Judges a plan by the policies of its estate, account by account while it is made. */
export class PolicyJudge {
  private readonly bench: Bench
  private readonly around: Around
  private readonly unjudged: string[] = []
  private sheaves: Sheaf[] = []
  private waiting = 0

  constructor(private readonly judging: Judging) {
    const { rules, snapshot, day, environment, apps, inScope, judgingLimits = JUDGING } = judging
    const wants = wantsOf(rules)
    const workflows = wants.on.has('connection') ? workflowsUsing(snapshot) : new Map<string, string[]>()
    this.around = { wants, day, workflows, inScope }
    const common = { ...commonInput(snapshot, day, environment) }
    const known = wants.on.has('connection') || wants.on.has('access') ? appInputs(apps) : {}
    this.bench = new Bench(rules, { common, apps: known, noApp: { ...NO_APP } }, judgingLimits)
  }

  /** Hands over what rules want to see of one account. */
  account(seen: JudgedAccount): void {
    const sheaf = sheafOf(seen, this.around)
    if (sheaf !== null) this.hand(sheaf)
  }

  /** Nobody knows what an account will be: nothing in it is judged, and that is said. */
  doubt(address: string): void {
    this.unjudged.push(address)
  }

  /** Judges the changes and the plan as a whole, and waits for all the rest. */
  async verdicts(plan: Omit<Plan, 'verdicts' | 'outcome'>): Promise<Verdict[]> {
    const subjects = [...this.ofPlan(plan)]
    for (let at = 0; at < subjects.length; at += HANDFUL)
      this.hand({ variables: {}, subjects: subjects.slice(at, at + HANDFUL) })
    this.flush()
    const judgements = await this.bench.end()
    const { on } = this.around.wants
    const isAboutAccounts = [...on].some((each) => each !== 'plan' && each !== 'change')
    return [...verdictsOf(this.judging.rules, judgements), ...(isAboutAccounts ? doubtVerdicts(this.unjudged) : [])]
  }

  /** Ends what is under way. */
  close(): Promise<void> {
    return this.bench.close()
  }

  private *ofPlan(plan: Omit<Plan, 'verdicts' | 'outcome'>): Generator<SheafSubject> {
    const { on } = this.around.wants
    if (on.has('change')) for (const subject of changeInputs(plan)) yield { on: 'change', subject }
    if (on.has('plan')) yield { on: 'plan', subject: { ...planInput(plan, this.judging), address: 'plan' } }
  }

  private hand(sheaf: Sheaf): void {
    this.sheaves.push(sheaf)
    this.waiting += sheaf.subjects.length
    if (this.waiting >= HANDFUL) this.flush()
  }

  private flush(): void {
    if (this.sheaves.length > 0) this.bench.add(this.sheaves)
    this.sheaves = []
    this.waiting = 0
  }
}

function workflowsUsing({ rows }: Snapshot): Map<string, string[]> {
  const using = new Map<string, string[]>()
  for (const { name, connections } of rows.workflows.values())
    for (const id of connections) {
      const names = using.get(id)
      if (names === undefined) using.set(id, [name])
      else names.push(name)
    }
  return using
}
