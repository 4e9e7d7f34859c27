import type { Estate, EstateDocument } from '../../model/document.js'
import type { DocumentKind, Protect } from '../../model/generated/documents.js'
import type { Problem } from '../../model/problem.js'
import { saidBy } from '../../state/index.js'
import { notesOf } from './notes.js'

/** The estate of the commit that was reviewed last, which a plan is held against. */
export interface BaselineEstate {
  /** As it was named. */
  readonly ref: string
  /** The commit's whole id. */
  readonly commit: string
  /** Null where the commit holds no estate: then everything is new. */
  readonly estate: Estate | null
}

/** A baseline, and what of the commit under review waits for its merge. */
export interface Baseline extends BaselineEstate {
  /** The estate under review, as its author wrote it. */
  readonly head: Estate
  readonly problems: readonly Problem[]
}

/** Kinds that an author cannot bring along for the very change that they are about. */
const FROM_BASELINE = new Set<DocumentKind>(['Waiver', 'Override'])

/** Kinds that close or refuse: the author's count, and the baseline's go on counting. */
const FROM_BOTH = new Set<DocumentKind>(['Hold', 'Policy'])

/**
 * What is planned for a commit under review (E18): its documents, under the baseline's writ.yaml, Waivers and Overrides.
 * Holds, Policies and `protect` of both sides count. Where the baseline has no estate, the author's counts as it is.
 */
export function underBaseline(head: Estate, baseline: BaselineEstate): { estate: Estate; baseline: Baseline } {
  const settled = { ...baseline, head, problems: notesOf(head, baseline) }
  const { estate: before } = baseline
  if (before === null || before === head) return { estate: head, baseline: settled }
  const protect = bothProtect(before.config.protect, head.config.protect)
  const config = protect === undefined ? before.config : { ...before.config, protect }
  const own = head.documents.filter(({ kind }) => !FROM_BASELINE.has(kind))
  const kept = before.documents.filter(({ kind }) => FROM_BASELINE.has(kind))
  const documents = [...own, ...kept, ...stillCounting(own, before.documents)]
  return { estate: { config, configSource: before.configSource, documents }, baseline: settled }
}

/** Those of the baseline's that the author has not left word for word as they were. */
function stillCounting(own: readonly EstateDocument[], before: readonly EstateDocument[]): EstateDocument[] {
  const there = new Set(own.filter(({ kind }) => FROM_BOTH.has(kind)).map(saidBy))
  return before.filter((document) => FROM_BOTH.has(document.kind) && !there.has(saidBy(document)))
}

function bothProtect(one: Protect | undefined, other: Protect | undefined): Protect | undefined {
  if (one === undefined || other === undefined) return one ?? other
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])] as (keyof Protect)[]
  return Object.fromEntries(keys.map((key) => [key, [...new Set([...(one[key] ?? []), ...(other[key] ?? [])])]]))
}
