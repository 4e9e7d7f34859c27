import { parse, resolve } from 'node:path'
import { type Loaded, type LoadedBaseline, loadWithBaseline } from '../../documents/index.js'
import type { Baseline } from '../../engine.js'
import type { Estate } from '../../model/document.js'
import { Fault } from '../../model/fault.js'
import type { Plan } from '../../model/generated/plan.js'
import { InvalidEstate } from './failure.js'
import { usage } from './usage.js'

/** A commit to hold the estate against. */
export interface Against {
  /** As it is shown. */
  readonly ref: string
  /** What is looked up: the same, or the commit that a plan file names. */
  readonly commit: string
  /** The commit that it must be; absent: whichever it is. */
  readonly expected?: string
}

/** An estate under its baseline, and where what that names as commands may run (E18). */
export interface UnderBaseline {
  readonly loaded: Loaded
  readonly estate: Estate
  readonly baseline: Baseline
  /** Outside of the work tree, whose scripts are the author's; null where the baseline names none. */
  readonly commands: string | null
}

/** Loads an estate and what it is held against; throws the diagnostics of whichever is invalid. */
export async function openAgainst(
  dir: string,
  { ref, commit, expected }: Against,
  options: Parameters<typeof loadWithBaseline>[2],
): Promise<UnderBaseline> {
  const { head, baseline } = await loadWithBaseline(dir, commit, options, gitEnvironment())
  if (head.estate === null || baseline === null) throw new InvalidEstate(head, dir)
  if (expected !== undefined && baseline.commit !== expected) throw otherBaseline(ref, baseline.commit, expected)
  const before = estateOf(baseline)
  const { underBaseline } = await import('../../engine.js')
  return {
    loaded: head,
    ...underBaseline(head.estate, { ref, commit: baseline.commit, estate: before }),
    commands: before === null ? null : parse(resolve(dir)).root,
  }
}

const otherBaseline = (ref: string, commit: string, expected: string): Fault =>
  new Fault(
    'baseline/other',
    `the approved plan was made against ${expected.slice(0, 12)}, and ${ref} is ${commit.slice(0, 12)}`,
    'plan again with --baseline, and have that approved; or leave --baseline out: the plan names its own',
  )

function estateOf({ loaded }: NonNullable<LoadedBaseline['baseline']>): Estate | null {
  if (loaded !== null && loaded.estate === null) throw new InvalidEstate(loaded)
  return loaded?.estate ?? null
}

/** Which repository it is, the estate's folder alone says: a hook's variables would name another. */
function gitEnvironment(): Record<string, string | undefined> {
  const names = ['DIR', 'WORK_TREE', 'INDEX_FILE', 'PREFIX', 'COMMON_DIR', 'NAMESPACE', 'OBJECT_DIRECTORY']
  const hidden = new Set([...names, 'ALTERNATE_OBJECT_DIRECTORIES'].map((name) => `GIT_${name}`))
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !hidden.has(name)))
}

/**
 * What apply is held against: the commit that the approved plan names. Whoever names one beside it knows which writ.yaml
 * counts, whatever a plan file says: it must be the same.
 */
export function againstOf(flag: string | undefined, approved: Plan | undefined): Against | undefined {
  if (approved === undefined) return flag === undefined ? undefined : { ref: flag, commit: flag }
  const { baseline } = approved
  if (baseline === undefined && flag !== undefined)
    throw usage('the approved plan was made without a baseline', 'Plan again with --baseline, and have that approved.')
  if (baseline === undefined) return undefined
  return flag === undefined ? baseline : { ref: flag, commit: flag, expected: baseline.commit }
}
