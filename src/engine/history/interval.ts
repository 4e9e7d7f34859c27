import { isReadBack } from '../../history/doubts.js'
import { endOf, hasWritten, type Story } from '../../history/story.js'
import type { Chronicle } from './read.js'

/** A moment between two looks at the platform. */
export interface Interval {
  /** Whose picture it starts from. */
  readonly base: Story
  /** Runs since, until the moment; and from then on until the next picture, or for ever. */
  readonly before: readonly Story[]
  readonly after: readonly Story[]
  /** The picture that comes next. */
  readonly next: Story | null
  /** When it was last looked before the moment. */
  readonly since: string
  /** The platform's revision was the same at the last look before and at the first one after. */
  readonly isProven: boolean
  /** Two pictures that cannot both be of this platform, in words; null where there are none. */
  readonly contradiction: string | null
  /** Why records between cannot be believed. */
  readonly unproven: string | null
}

/** Null where no picture was sealed until then. One that is proven is taken before one that is not. */
export function intervalAt({ stories, missing }: Chronicle, moment: number): Interval | null {
  const pictures = stories.filter(({ picture }) => picture !== null)
  const until = pictures.filter((story) => Date.parse(story.picture?.at ?? '') <= moment)
  const base = until.findLast(isBelieved) ?? until.at(-1)
  if (base === undefined) return null
  const since = base.picture?.at ?? ''
  const next = pictures.find((story) => isBelieved(story) && Date.parse(story.picture?.at ?? '') > moment) ?? null
  const writing = stories.filter(({ picture, begun }) => picture === null && begun.command !== 'audit')
  const between = writing.filter(
    (story) => endOf(story) > since && (next === null || endOf(story) <= (next.picture?.at ?? '')),
  )
  const before = between.filter(({ begun }) => Date.parse(begun.startedAt) <= moment)
  const after = between.filter((story) => !before.includes(story))
  const looks = [base, ...before.filter(readBackAt)]
  const last = looks.at(-1) ?? base
  const contradiction = contradictionIn([base, ...(next === null ? [] : [next])], pictures)
  return {
    ...{ base, before, after, next, since: endOf(last) },
    contradiction,
    isProven:
      contradiction === null &&
      isStill(looks) &&
      revisionAfter(last) === revisionBefore(after.filter(readBackAt)[0] ?? next),
    unproven: unprovenIn([base, ...before], missing, since, moment),
  }
}

/** What is not sealed may be cut, or go on. */
const isBelieved = ({ problems, seal }: Story): boolean => problems.length === 0 && seal !== null

/** Does the record hold what lived afterwards? */
export const readBackAt = (story: Story): boolean => isReadBack(story) || !hasWritten(story)

const revisionAfter = ({ picture, seen }: Story): number | null => picture?.revision ?? seen?.revision ?? null

const revisionBefore = (story: Story | null): number | null | undefined =>
  story === null ? undefined : (story.picture?.revision ?? story.seen?.moved?.from)

/** A revision is one state of the platform: of two pictures of it that differ, one was taken of another. */
function contradictionIn(around: readonly Story[], pictures: readonly Story[]): string | null {
  for (const one of around.filter(isBelieved))
    for (const other of pictures.filter(isBelieved))
      if (one.picture?.revision === other.picture?.revision && one.picture?.digest !== other.picture?.digest)
        return `${one.run} and ${other.run} hold different pictures of revision ${one.picture?.revision}`
  return null
}

/** Did nobody else write between any two of these looks? */
const isStill = (looks: readonly Story[]): boolean =>
  looks.every((look, at) => {
    const previous = looks[at - 1]
    return previous === undefined || revisionAfter(previous) === revisionBefore(look)
  })

function unprovenIn(
  stories: readonly Story[],
  missing: Chronicle['missing'],
  since: string,
  moment: number,
): string | null {
  const broken = stories.find((story) => !isBelieved(story))
  if (broken !== undefined) return `the record of ${broken.run} ${broken.problems[0] ?? 'is not sealed'}`
  const gap = missing.find(
    ({ after, before }) => (before === null || before > since) && (after === '' || Date.parse(after) <= moment),
  )
  return gap === undefined ? null : gap.message
}
