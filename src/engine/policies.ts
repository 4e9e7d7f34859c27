import { matcher } from '../model/address.js'
import type { Estate } from '../model/document.js'
import type { Plan, Verdict } from '../model/generated/plan.js'
import type { Snapshot } from '../model/snapshot.js'
import type { PlannedAccount } from '../plan/index.js'
import { type JudgedAccount, newestReviews, PolicyJudge, policyRules } from '../policy/cel/index.js'
import { dayOf, type Sides } from '../state/index.js'
import type { RunOptions } from './options.js'
import { close } from './plan-over.js'

/** The policies of an estate, judging one planning of it. */
export interface JudgingPolicies {
  /** Shown each account once it is planned. */
  readonly watch: (seen: PlannedAccount, sides: Sides) => void
  /** What they say, once the plan is made. */
  readonly verdicts: (plan: Omit<Plan, 'verdicts' | 'outcome'>) => Promise<Verdict[]>
  readonly close: () => Promise<void>
}

/** Opens the policies of an estate, the baseline's among them (E18); null where it has none, which then cost nothing. */
export function openPolicies(
  estate: Estate,
  snapshot: Snapshot,
  options: RunOptions & { readonly recording?: { readonly approvedBy: readonly string[] } },
): JudgingPolicies | null {
  const rules = policyRules(estate)
  if (rules.length === 0) return null
  const { now, only, environment, baseline, recording } = options
  const day = dayOf(now)
  const reviews = newestReviews(reviewsOf(estate), day)
  let judge: PolicyJudge | null = null
  const opened = (apps: JudgedAccount['world']['apps']) => {
    judge ??= new PolicyJudge({
      ...{ rules, snapshot, day, environment, apps, inScope: matcher(only), limits: estate.config.limits ?? {} },
      baseline: baseline === undefined ? null : { ref: baseline.ref, commit: baseline.commit },
      approvals: recording?.approvedBy ?? [],
    })
    return judge
  }
  return {
    watch: ({ desired, planned, isStopped }, { live }) => {
      const { world, draft } = planned
      const seeing = opened(world.apps)
      if (isStopped) seeing.doubt(desired.live.address)
      else {
        const before = { apps: live.apps, levels: world.levels }
        const review = reviews.get(desired.live.key) ?? null
        seeing.account({ desired, world, before, changes: draft.changes, review })
      }
    },
    verdicts: async (plan) => {
      const judging = opened(new Map())
      for (const { code, address } of plan.findings) if (code === 'read/incomplete') judging.doubt(address)
      return judging.verdicts(plan)
    },
    close: async () => judge?.close(),
  }
}

const reviewsOf = ({ documents }: Estate) =>
  documents.flatMap(({ kind, value }) =>
    kind === 'Review' ? [value as Parameters<typeof newestReviews>[0][number]] : [],
  )

/** Judges a plan that was made otherwise than from documents: its changes, and the plan as a whole. */
export async function judgedByPolicies(
  { verdicts, outcome: _, ...plan }: Plan,
  estate: Estate,
  snapshot: Snapshot,
  options: Parameters<typeof openPolicies>[2],
): Promise<Plan> {
  const policies = openPolicies(estate, snapshot, options)
  const said = (await policies?.verdicts(plan).finally(policies.close)) ?? []
  return close({ plan }, [...verdicts, ...said], options)
}
