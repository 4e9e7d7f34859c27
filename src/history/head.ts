import type { Declared, Gap, Head } from '../model/history.js'

/** A branch along its first parents, the newest commit first. */
export interface History {
  readonly ref: string
  readonly isShallow: boolean
  readonly commits: readonly { readonly commit: string; readonly committedAt: string; readonly author: string }[]
}

export interface FoundHead {
  readonly head: Omit<Head, 'differs'> | undefined
  /** What counts where no record names a commit. */
  readonly declared: Declared | null
  readonly gaps: readonly Gap[]
}

/**
 * The newest commit of a branch whose committer's date had come at a moment. Dates are what committers say: where one is
 * older than its parent, the head of that moment is in doubt.
 */
export function headOf({ ref, commits, isShallow }: History, moment: number): FoundHead {
  const at = commits.findIndex(({ committedAt }) => Date.parse(committedAt) <= moment)
  const found = commits[at]
  const later = at < 0 ? [] : commits.slice(at + 1).filter(({ committedAt }) => Date.parse(committedAt) > moment)
  const gap = (message: string): Gap => ({ code: 'history/head', place: ref, message })
  const gaps =
    later.length === 0
      ? []
      : [
          gap(
            `commits are not dated in their order: ${later.length} before ${found?.commit.slice(0, 12)} say that they came after that day`,
          ),
        ]
  if (found === undefined) {
    const why = isShallow
      ? 'the clone is shallow and ends after that day: git fetch --unshallow brings the rest'
      : 'its first commit is younger than that day'
    return { head: undefined, declared: null, gaps: [gap(why)] }
  }
  const { commit, committedAt, author } = found
  return {
    head: { ref, commit, at: committedAt, author },
    declared: { commit, basis: 'head', source: null, dirty: null, scope: [], proven: true },
    gaps,
  }
}
