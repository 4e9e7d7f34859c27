import type { Branch } from '../../documents/git/past.js'
import { appliedBy, type CommitSeen } from '../../history/commits.js'
import type { Day } from '../../history/day.js'
import { changesOf, gapsOf, handsOf, peopleOf, runOf, within } from '../../history/period.js'
import type { Gap, PastPeriod, PastRun } from '../../model/history.js'
import { outcome } from '../../model/outcome.js'
import { branchOf } from './at.js'
import { authorsOf } from './authors.js'
import type { Asked } from './options.js'
import { byOthers } from './others.js'
import { overridesBy } from './overrides.js'
import { readChronicle } from './read.js'

/** What changed between two days, both counted: by which runs, from which lines, by whose approval. Offline. */
export async function pastPeriod(asked: Asked, from: Day, to: Day): Promise<PastPeriod> {
  const { estate, dir, shelf, keys, options } = asked
  const { tenant } = estate.config.platform
  const chronicle = await readChronicle(shelf, keys, tenant)
  const stories = within(chronicle.stories, from.begin, to.end)
  const branch = await branchOf(dir)
  const author = await authorsOf(dir, stories, branch?.isShallow ?? false)
  const commits = branch === null ? [] : appliedBy(seenIn(branch), chronicle.stories)
  // That a record is not signed is told of each run.
  const notes = chronicle.notes.filter(({ code }) => code !== 'history/unsigned')
  const gaps = [...chronicle.gaps, ...notes, ...stories.flatMap((story) => [...gapsOf(story)]), ...branchGaps(branch)]
  const overridesOf = overridesBy(asked)
  const runs: PastRun[] = []
  for (const story of stories) runs.push(runOf(story, await overridesOf(story)))
  return {
    ...{ kind: 'period', from: from.date, to: to.date, tenant, environment: options.environment },
    store: chronicle.store,
    runs,
    changes: stories.flatMap((story) => [...changesOf(story, from.begin, to.end, author)]),
    people: stories.flatMap(peopleOf),
    hands: stories.flatMap(handsOf),
    others: await byOthers(asked, chronicle, from.begin, to.end),
    commits: commits.filter(({ at }) => Date.parse(at) >= from.begin && Date.parse(at) <= to.end),
    gaps,
    outcome: outcome(chronicle.gaps.length > 0 ? ['findings'] : []),
  }
}

const seenIn = ({ commits }: Branch): CommitSeen[] =>
  commits.map(({ commit, committedAt, author, subject }) => ({ commit, at: committedAt, author, subject }))

function branchGaps(branch: Branch | null): Gap[] {
  const gap = (message: string): Gap[] => [{ code: 'history/git', place: branch?.ref ?? '', message }]
  if (branch === null) return gap('the estate is in no Git repository: who wrote which line is not known')
  return branch.isShallow ? gap('the clone is shallow: git fetch --unshallow brings who wrote which line') : []
}
