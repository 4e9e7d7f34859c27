import { Git } from '../../documents/git/git.js'
import { type Branch, readBranch } from '../../documents/git/past.js'
import type { Day } from '../../history/day.js'
import { inForce } from '../../history/force.js'
import { headOf } from '../../history/head.js'
import { certaintyOf } from '../../history/known.js'
import { LastWrites, type Written } from '../../history/writers.js'
import { Fault } from '../../model/fault.js'
import type { Declared, Gap, Narrowing, PastDay, Writer } from '../../model/history.js'
import { outcome, type Reason } from '../../model/outcome.js'
import { documentsAlone } from './documents-alone.js'
import { estateAt } from './estate.js'
import { EVERYTHING, narrowed } from './narrowed.js'
import type { Asked } from './options.js'
import { overridesBy, writerOf } from './overrides.js'
import { picturedDay, type Seen } from './pictured.js'
import { type Chronicle, readChronicle } from './read.js'

/**
 * Who could use what at the end of a day: from Git's objects and the sealed records alone, without platform, token or
 * network. What those do not determine is not known, and counted.
 */
export async function pastDay(asked: Asked, day: Day, only: Narrowing = EVERYTHING): Promise<PastDay> {
  const { estate, dir, shelf, keys, options } = asked
  const { tenant } = estate.config.platform
  const chronicle = await readChronicle(shelf, keys, tenant)
  const moment = Math.min(day.end, options.now.getTime())
  const branch = await branchOf(dir)
  const head = branch === null ? null : headOf(branch, moment)
  const declared = believed(inForce(chronicle.stories, moment) ?? head?.declared ?? null, chronicle, moment)
  const { loaded, gaps } = await estateAt(asked, declared, moment)
  const then = { ...options, now: new Date(moment) }
  const all =
    (await picturedDay(asked, chronicle, loaded, then)) ??
    (await documentsAlone(loaded, { declared, inSync: inSyncAt(chronicle, declared, moment) }, then))
  const seen = await withWriters(narrowed(all, only), asked, chronicle, moment)
  const allGaps = [...chronicle.gaps, ...(head?.gaps ?? []), ...gaps, ...seen.gaps, ...chronicle.notes]
  return {
    ...{ kind: 'at', date: day.date, until: new Date(moment).toISOString(), tenant },
    ...{ environment: options.environment, store: chronicle.store, declared },
    head: head?.head === undefined ? null : { ...head.head, differs: head.head.commit !== declared?.commit },
    ...{ picture: seen.picture, next: seen.next, runs: seen.runs },
    certainty: certaintyOf([...seen.access, ...seen.connections]),
    open: [...openOf(declared, chronicle), ...seen.open],
    gaps: allGaps,
    ...{ only, access: seen.access, connections: seen.connections, audit: seen.audit },
    ...{ explanations: seen.explanations, gates: seen.gates, writers: seen.writers },
    outcome: outcome(reasonsOf(allGaps, seen)),
  }
}

/** The last run that saw the platform as that commit wants it. */
function inSyncAt({ stories }: Chronicle, declared: Declared | null, moment: number) {
  const seen = stories.findLast(
    ({ begun, seen: saw }) =>
      begun.estate.commit === declared?.commit && saw?.inSync === true && Date.parse(saw.at) <= moment,
  )
  return seen === undefined ? null : { run: seen.run, at: seen.seen?.at ?? '' }
}

export async function branchOf(dir: string): Promise<Branch | null> {
  try {
    return await readBranch(new Git(dir))
  } catch (error) {
    // A log that is not what it should be is no missing repository: nothing is guessed from it.
    if (error instanceof Fault && error.code === 'history/log') throw error
    return null
  }
}

/** A record that is missing after it may have put another commit into force. */
function believed(declared: Declared | null, { missing }: Chronicle, moment: number): Declared | null {
  const since = declared?.source?.at ?? ''
  const isDoubtful = missing.some(
    ({ after, before }) => (before === null || before > since) && (after === '' || Date.parse(after) < moment),
  )
  return declared === null || !isDoubtful ? declared : { ...declared, proven: false }
}

function openOf(declared: Declared | null, { stories }: Chronicle): string[] {
  const said: string[] = []
  if (stories.length === 0) said.push('there is no record: nothing tells what was written to the platform')
  if (declared === null) said.push('no commit is known that was in force: nothing is declared')
  else if (declared.basis === 'head')
    said.push('no record of an apply stands before that day: the head of the branch is taken for what was declared')
  if (declared?.dirty === true)
    said.push('what was applied was not all committed: documents may have said something else than the commit')
  if ((declared?.scope.length ?? 0) > 0) said.push(`the commit was applied only to ${declared?.scope.join(', ')}`)
  if (declared?.proven === false) said.push('the record that names the commit in force is not proven')
  return said
}

/** As an audit of today: 3 where a row that is known is undeclared or missing, 4 where nobody looked, or not at all of it. */
function reasonsOf(gaps: readonly Gap[], { access, connections, reasons }: Seen): Reason[] {
  const isBroken = gaps.some(({ code }) => code.startsWith('record/'))
  const isFound = [...access, ...connections].some(
    ({ verdict, known }) =>
      known !== 'not-known' && known !== 'unproven' && (verdict === 'undeclared' || verdict === 'missing'),
  )
  return [...reasons, ...(isBroken || isFound ? (['findings'] as const) : [])]
}

/** Names the write that each row rests on last, and by whose approval it came. */
async function withWriters(seen: Seen, asked: Asked, { stories }: Chronicle, moment: number) {
  const last = new LastWrites(stories, moment)
  const overridesOf = overridesBy(asked)
  const known = new Map<Written, number>()
  const access = seen.access.map((row) => {
    const found = last.of(row)
    if (found === null) return row
    const writer = known.get(found) ?? known.size
    known.set(found, writer)
    return { ...row, writer }
  })
  const writers: Writer[] = []
  for (const each of known.keys()) writers.push(writerOf(each, await overridesOf(each.story)))
  return { ...seen, access, writers }
}
