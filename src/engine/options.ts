import type { ApplyContext, ApplyResult } from '../apply/apply.js'
import type { Approval } from '../apply/approved.js'
import type { Effectiveness } from '../apply/settle.js'
import type { Estate } from '../model/document.js'
import type { Guards, Plan } from '../model/generated/plan.js'
import type { RecordStore, RunFacts, SealedRecord } from '../model/journal.js'
import type { Reason } from '../model/outcome.js'
import { type Secrets, secretsFrom } from '../model/secrets.js'
import type { Snapshot } from '../model/snapshot.js'
import type { LastSeen } from '../plan/shrink.js'
import type { Withholding } from '../plan/withhold.js'
import type { Baseline } from './baseline/settle.js'

/** What holds for a run, settled at the door. */
export interface RunOptions {
  /** Name and version of the tool. */
  readonly tool: string
  readonly environment: string | null
  readonly now: Date
  /** Addresses of `--only`; empty for the whole estate. */
  readonly only: readonly string[]
  /** Do changes alone make exit code 2? */
  readonly countChanges: boolean
  /** Looks up an environment variable that documents name for a secret. Absent: none is known here. */
  readonly variable?: (name: string) => string | undefined
  /** What the estate is held against; the estate itself is what {@link underBaseline} makes of it (E18). */
  readonly baseline?: Baseline
  /** Will nobody look at the plan before it runs, as in a schedule? Then `drift` of writ.yaml says what of hands is undone. */
  readonly unattended?: boolean
  /** What the newest record saw; absent or null: there is none, and the plan says that the shrink guard is off. */
  readonly lastSeen?: LastSeen | null
  /** Collections that somebody says are whole although they shrank. */
  readonly confirmShrink?: readonly string[]
  /** What happens to what a tripped limit counts, or a policy names: the run stops, or goes on without it. Default stop. */
  readonly onRefusal?: 'stop' | 'skip'
}

/** What guards make of one planning. */
export interface Guarding {
  /** What is kept out of the plan. */
  readonly withhold?: Withholding
  readonly guards?: Guards
}

/** The secrets that an estate may name, as far as they are known here (E18). */
export const secretsOf = ({ config }: Estate, { variable = () => undefined }: RunOptions): Secrets =>
  secretsFrom(config.secretEnv ?? [], variable)

/** A plan with the snapshot it was made from. */
export interface Planning {
  readonly plan: Plan
  readonly snapshot: Snapshot
}

/** Where a run is recorded, and what of it only whoever started it knows (E15). */
export interface Recording {
  readonly store: Pick<RecordStore, 'begin' | 'unfinished'>
  readonly command: 'apply' | 'act' | 'audit'
  readonly approvedBy: readonly string[]
  readonly estate: RunFacts['estate']
  readonly runUrl: string | null
}

/** What executing needs besides what planning does. */
export interface ApplyOptions extends RunOptions, Omit<ApplyContext, 'port' | 'snapshot' | 'only'> {
  /** A plan that somebody approved: only what equals it runs. */
  readonly approved?: Plan
  /** Told the plan and what of it is approved, before anything is asked or written. */
  readonly planned?: (plan: Plan, approval: Approval | null) => void
  /** Apps that may be uninstalled, each by its name (R3). */
  readonly confirmUninstall?: readonly string[]
  /** Asked once, with the plan, before the first write. */
  readonly confirm: (plan: Plan) => Promise<boolean>
  /** Absent: the run leaves no record, and goes on from none. */
  readonly recording?: Recording
  /** Told where the record is. */
  readonly closed?: (record: SealedRecord) => void
  /** Told why it could not be closed. */
  readonly unclosed?: (problem: string) => void
  /** How long to wait for what was written to become effective, in seconds (T9). */
  readonly settleSeconds: number
}

/** What a run did, and whether the platform is now as declared. */
export interface Applying {
  readonly plan: Plan
  readonly approval: Approval | null
  readonly result: ApplyResult | null
  /** The plan over what was read back; null where nothing ran or nothing could be read. */
  readonly after: Plan | null
  /** Whose customers see it; null where nobody waited (T9). */
  readonly effective: Effectiveness | null
  readonly reasons: readonly Reason[]
}
