import type { Verdict } from '../model/generated/plan.js'
import type { LimitName } from '../model/override.js'
import type { Gate, Judged } from './gate.js'

/** One limit of writ.yaml: what it counts, when that is too much, and where it comes from. */
export interface LimitGate {
  readonly name: LimitName
  /** All that it counts in a plan, by whatever part it trips: what the `max` of an Override is held against. */
  readonly count: (judged: Judged) => number
  readonly judge: Gate
  /** Indexes of the changes that bring about what a verdict of this limit counts: what `--on-refusal skip` leaves out. */
  readonly sort: (judged: Judged, verdict: Verdict) => number[]
}

/** Indexes of the changes that hold to something; what is only observed is none (E19). */
export const changesWhere = (
  { plan }: Judged,
  holds: (change: Judged['plan']['changes'][number], index: number) => boolean,
): number[] =>
  plan.changes.flatMap((change, index) => (change.observed !== true && holds(change, index) ? [index] : []))
