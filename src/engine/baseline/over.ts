import { matcher } from '../../model/address.js'
import type { Estate } from '../../model/document.js'
import type { Plan } from '../../model/generated/plan.js'
import type { Snapshot } from '../../model/snapshot.js'
import { dayOf, type Governed, type Sides } from '../../state/index.js'
import type { RunOptions } from '../options.js'
import { type Comparison, compareWith } from './compare.js'
import type { Baseline } from './settle.js'

interface Planning {
  readonly now: Estate
  readonly sides: Sides
  readonly snapshot: Snapshot
  readonly options: RunOptions
}

/** The one planning, for some accounts. */
type PlanOver = (
  estate: Estate,
  snapshot: Snapshot,
  options: RunOptions,
  watch: undefined,
  wants: (governed: Governed) => boolean,
) => { readonly plan: Pick<Plan, 'changes' | 'findings'> }

/** One comparison serves all rounds of a planning: what guards leave out moves nothing of it. */
const known = new WeakMap<Baseline, WeakMap<Snapshot, Comparison>>()

/** Holds what is planned against the baseline, as that would be planned by itself. */
export function comparing(
  baseline: Baseline,
  { now, sides, snapshot, options }: Planning,
  planOver: PlanOver,
): Comparison {
  const bySnapshot = known.get(baseline) ?? new WeakMap<Snapshot, Comparison>()
  known.set(baseline, bySnapshot)
  const before = baseline.estate ?? { ...now, documents: [] }
  const { baseline: _, ...alone } = options
  const compared =
    bySnapshot.get(snapshot) ??
    compareWith(
      { before, now, sides, snapshot, day: dayOf(options.now), inScope: matcher(options.only) },
      (estate, wants) => planOver(estate, snapshot, alone, undefined, wants).plan,
    )
  bySnapshot.set(snapshot, compared)
  return compared
}
