import { createHash } from 'node:crypto'
import { compareText } from '../../model/canonical.js'
import { groupBy } from '../words.js'

/** How grave a remark is, in the words that every host of code has a counterpart for. */
export type Level = 'error' | 'warning' | 'note'

/** A place as a host of code finds it; lines and columns count from 1, the end is exclusive. */
export interface AnnotatedPlace {
  /** Relative to the root of the repository, with forward slashes. */
  readonly file: string
  readonly line: number
  readonly column?: number
  readonly endLine?: number
  readonly endColumn?: number
}

/** One remark on one line of the estate: what a reviewer sees beside it (E7, E14). Its texts are not escaped yet. */
export interface Annotation {
  /** The code of a diagnostic or finding, a gate, or what a plan does: `plan/ends-connections`. */
  readonly rule: string
  readonly level: Level
  /** In a few words. */
  readonly title: string
  /** Understood without the title. */
  readonly message: string
  /** Null where no line of the estate is at fault. */
  readonly at: AnnotatedPlace | null
  readonly related?: readonly { readonly message: string; readonly at: AnnotatedPlace }[]
  /** What makes it the same remark in the next run. Neither lines nor counts, so that it outlives edits elsewhere. */
  readonly identity: readonly string[]
  /** How many it touches: of two of a level, the heavier comes first. */
  readonly weight?: number
  /** It takes nothing from anybody: what does comes first, however little it touches. */
  readonly takesNothing?: boolean
}

const GRAVITY: Readonly<Record<Level, number>> = { error: 0, warning: 1, note: 2 }

/** The gravest first, then what touches most, then what has a line, in the order of files. */
export const gravestFirst = (annotations: readonly Annotation[]): Annotation[] =>
  [...annotations].sort(
    (one, other) =>
      GRAVITY[one.level] - GRAVITY[other.level] ||
      Number(one.takesNothing ?? false) - Number(other.takesNothing ?? false) ||
      (other.weight ?? 0) - (one.weight ?? 0) ||
      Number(one.at === null) - Number(other.at === null) ||
      compareText(one.at?.file ?? '', other.at?.file ?? '') ||
      (one.at?.line ?? 0) - (other.at?.line ?? 0),
  )

/** A remark with a name that stays, however far its line moves: 64 hexadecimal digits. */
export interface Fingerprinted {
  readonly annotation: Annotation
  readonly fingerprint: string
}

/** Remarks that nothing tells apart are numbered in their order: two of the same name would be shown as one. */
export function fingerprinted(annotations: readonly Annotation[]): Fingerprinted[] {
  const same = groupBy(annotations, essence)
  const numbers = new Map([...same.values()].flatMap((alike) => alike.map((each, at) => [each, at] as const)))
  return annotations.map((annotation) => ({
    annotation,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([essence(annotation), numbers.get(annotation)]))
      .digest('hex'),
  }))
}

const essence = ({ rule, at, identity }: Annotation): string => JSON.stringify([rule, at?.file ?? null, ...identity])
