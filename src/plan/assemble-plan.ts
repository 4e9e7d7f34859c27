import type { Statement } from '../model/document.js'
import type { Change, Coverage, Guards, Plan } from '../model/generated/plan.js'
import type { Problem, Waiting } from '../model/problem.js'
import type { Released } from '../model/released.js'
import type { Snapshot } from '../model/snapshot.js'
import {
  assembleChanges,
  assembleEffects,
  assembleEndings,
  assembleFindings,
  assembleHeld,
  assemblePending,
  assembleReleased,
  assembleUses,
  hitWorkflows,
} from './assemble.js'
import { CauseTable } from './causes.js'
import { type Bound, digestsOf } from './digests.js'
import type { DraftChange, Drafted, DraftHeld } from './draft.js'
import type { Use } from './impact.js'

/** What a plan says of itself: when, for what, from which reading. */
export interface PlanHead {
  readonly tool: string
  readonly environment: string | null
  readonly writePower: boolean
  readonly createdAt: Date
  readonly day: string
  readonly scope: readonly string[]
  readonly snapshot: Snapshot
  /** What watches over the plan; absent: nothing does, and it says so. */
  readonly guards?: Guards
  /** What the plan is held against; absent: nothing. */
  readonly baseline?: Plan['baseline'] & object
  /** What that governed and nothing governs now. */
  readonly released?: readonly Released[]
  readonly bound: Omit<Bound, 'tenant' | 'tool' | 'scope'>
  /** The address of the document that a source holds. */
  readonly nameOf: (source: Statement['source']) => string
}

/** All that was decided, account by account and for the registry. */
export interface Decided {
  readonly drafts: readonly Drafted[]
  readonly registry: { readonly all: readonly DraftChange[]; readonly held: readonly DraftHeld[] }
  readonly losing: readonly Use[]
  readonly gaining: readonly Use[]
  readonly waiting: readonly Waiting[]
  readonly coverage: Coverage
  /** What somebody should know, some of which only the changes show. */
  readonly problems: (changes: readonly Change[]) => readonly Problem[]
}

const NO_GUARDS: Guards = { shrink: { state: 'off', since: null, shrunk: [] }, unattended: false }

/** Puts what was decided together: from here on it is the one plan, plain data (E5). */
export function assemblePlan(head: PlanHead, decided: Decided): Omit<Plan, 'verdicts' | 'outcome'> {
  const { snapshot, tool, environment, writePower, scope } = head
  const { drafts, registry } = decided
  const causes = new CauseTable(head.nameOf)
  const { changes, indexOf } = assembleChanges([...registry.all, ...drafts.flatMap((draft) => draft.changes)], causes)
  const effects = assembleEffects(
    drafts.flatMap((draft) => draft.effects),
    indexOf,
  )
  const connections = assembleEndings(
    drafts.flatMap(({ endings, account }) => endings.map((ending) => ({ ...ending, account: account.key }))),
    indexOf,
  )
  const nameOf = (id: string) => snapshot.rows.accounts.get(id)?.name ?? id
  const { tenant, url } = snapshot.platform
  return {
    formatVersion: 1,
    tool,
    platform: { environment, tenant, url, revision: snapshot.revision, writePower },
    ...(head.baseline === undefined ? {} : { baseline: head.baseline }),
    createdAt: head.createdAt.toISOString(),
    date: head.day,
    scope: [...scope],
    changes,
    effects,
    impact: {
      losing: assembleUses(decided.losing),
      gaining: assembleUses(decided.gaining),
      connections,
      workflows: hitWorkflows(connections, snapshot.rows.workflows.values(), nameOf),
    },
    pending: assemblePending(decided.waiting, causes),
    held: assembleHeld([...registry.held, ...drafts.flatMap(({ held }) => held)], causes),
    released: assembleReleased(head.released ?? [], causes),
    coverage: decided.coverage,
    findings: assembleFindings(decided.problems(changes), causes),
    causes: causes.causes,
    reads: snapshot.reads.map((read) => ({ ...read })),
    guards: head.guards ?? NO_GUARDS,
    digests: digestsOf({ ...head.bound, tenant, tool, scope }, changes, effects),
  }
}
