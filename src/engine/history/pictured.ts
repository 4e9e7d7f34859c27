import { doubtsOf, EVERYWHERE } from '../../history/doubts.js'
import { type Evidence, knownBy, type Later, partsOf, surprises } from '../../history/known.js'
import { Rows } from '../../history/rows.js'
import type { Story } from '../../history/story.js'
import type { Audit } from '../../model/audit.js'
import type { Estate } from '../../model/document.js'
import type { Gap, PastAccess, PastConnection, PastDay, Picture, RecordSource } from '../../model/history.js'
import type { Reason } from '../../model/outcome.js'
import type { Snapshot } from '../../model/snapshot.js'
import { auditOver } from '../audit.js'
import type { RunOptions } from '../options.js'
import { type Interval, intervalAt, readBackAt } from './interval.js'
import { accessKey, connectionKey, liveAlone, seenIn, snapshotOf } from './live.js'
import { namesOf } from './names.js'
import type { Names } from './narrowed.js'
import type { Asked } from './options.js'
import type { Chronicle } from './read.js'

/** What was seen, and how sure it is. */
export interface Seen
  extends Pick<
    PastDay,
    'picture' | 'next' | 'runs' | 'access' | 'connections' | 'audit' | 'open' | 'gaps' | 'explanations' | 'gates'
  > {
  /** What it ends with beside what rows say. */
  readonly reasons: readonly Reason[]
  readonly names: Names
}

/** People's access by the newest sealed picture, brought forward over the runs since; null without any picture. */
export async function picturedDay(
  { estate }: Asked,
  chronicle: Chronicle,
  declared: Estate | null,
  options: RunOptions,
): Promise<Seen | null> {
  const moment = options.now.getTime()
  const interval = intervalAt(chronicle, moment)
  if (interval === null) return null
  const rows = new Rows()
  for await (const entry of chronicle.entries(interval.base.run)) rows.take(entry)
  if (rows.digest !== interval.base.picture?.digest)
    return {
      ...NOTHING,
      names: namesOf(declared, null),
      gaps: [spoilt(interval.base)],
      open: ['the picture of that time is not what its digest says'],
    }
  const unseen = await bringForward(rows, chronicle, interval.before)
  const snapshot = snapshotOf(rows, interval.base)
  const nobody = declared === null
  const { audit, reasons } = nobody
    ? { audit: await liveAlone(estate, snapshot, options), reasons: INCOMPLETE }
    : await judgedOver(declared, snapshot, options)
  const doubts = doubtsOf(interval.before, moment, rows.all)
  for (const [account, why] of await movedLater(rows, chronicle, interval.after))
    if (!doubts.has(account)) doubts.set(account, why)
  const { contradiction } = interval
  if (contradiction !== null) doubts.set(EVERYWHERE, contradiction)
  const { isChecked } = chronicle
  const evidence: Evidence = {
    ...{ doubts, isChecked, since: interval.since, isProven: interval.isProven, unproven: interval.unproven },
    later: await later(estate, rows, chronicle, interval, options),
    sourcesOf: sourcesIn(interval),
  }
  const { explanations, gates } = audit
  return {
    ...told(audit, evidence, nobody),
    ...frame(interval),
    ...{ explanations, gates, reasons, names: namesOf(declared, rows.all) },
    open: openOf(interval, nobody, audit),
    gaps: [...unseen, ...contradicted(interval)],
  }
}

const INCOMPLETE = ['read-incomplete'] as const
const NOTHING = {
  ...{ picture: null, next: null, runs: [], access: [], connections: [], audit: null, explanations: [], gates: [] },
  reasons: INCOMPLETE,
}

/** What rows say is asked of them afterwards: looking back may be of some of them alone, and not all are known. */
async function judgedOver(declared: Estate, snapshot: Snapshot, options: RunOptions) {
  const { audit, outcome } = await auditOver(declared, snapshot, options)
  const isRefused = audit.policies.some(({ effect }) => effect === 'refuse')
  const reasons = outcome.reasons.filter((reason) => reason !== 'findings' || isRefused) as Reason[]
  return { audit, reasons }
}

const contradicted = ({ base, contradiction }: Interval): Gap[] =>
  contradiction === null ? [] : [{ code: 'record/contradiction', place: base.place, message: contradiction }]

const spoilt = ({ place }: Story): Gap => ({
  ...{ code: 'record/picture', place },
  message: 'the rows of its picture are not those that its digest was made over',
})

/** Moves rows by what runs read back, in their order. */
async function bringForward(rows: Rows, chronicle: Chronicle, stories: readonly Story[]): Promise<Gap[]> {
  for (const { run } of stories) for await (const entry of chronicle.entries(run)) rows.take(entry)
  return []
}

/** Accounts that a run after the day found otherwise than the rows say, before it wrote itself. */
async function movedLater(rows: Rows, chronicle: Chronicle, stories: readonly Story[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const [first] = stories
  if (first === undefined) return found
  const why = `${first.run} found it changed at ${first.begun.startedAt} by others than recorded runs`
  for await (const entry of chronicle.entries(first.run))
    for (const id of rows.movedUnseen(entry)) found.set(id === null ? '' : (rows.all.accounts.get(id)?.name ?? ''), why)
  return found
}

/** What the next picture shows, beside what the runs until then lead to. */
async function later(
  estate: Estate,
  rows: Rows,
  chronicle: Chronicle,
  { next, after }: Interval,
  options: RunOptions,
): Promise<Later | null> {
  if (next === null) return null
  const then = { ...options, now: new Date(next.picture?.at ?? 0) }
  await bringForward(rows, chronicle, after)
  const expected = seenIn(await liveAlone(estate, snapshotOf(rows, next), then))
  const pictured = new Rows()
  for await (const entry of chronicle.entries(next.run)) pictured.take(entry)
  const seen = seenIn(await liveAlone(estate, snapshotOf(pictured, next), then))
  return { at: next.picture?.at ?? '', expected, seen }
}

/** A picture, and the runs that wrote to an account since. */
function sourcesIn({ base, before }: Interval): (account: string) => readonly RecordSource[] {
  const picture = sourceOf(base)
  const byAccount = new Map<string, RecordSource[]>()
  for (const { run, seen, writes } of before)
    if (seen !== null && writes.length > 0)
      for (const account of new Set(writes.map(({ write }) => write.address.split('/')[1]?.split('#')[0] ?? '')))
        byAccount.set(account, [...(byAccount.get(account) ?? []), { run, entry: seen.seq, at: seen.at }])
  return (account) => [picture, ...(byAccount.get(account) ?? [])]
}

const sourceOf = ({ run, picture, begun }: Story): RecordSource =>
  picture === null ? { run, entry: 0, at: begun.at } : { run, entry: picture.entry, at: picture.at }

function told(audit: Audit, evidence: Evidence, nobody: boolean): Pick<Seen, 'access' | 'connections' | 'audit'> {
  const places = placesBy(audit)
  const access = audit.access.map((row): PastAccess => {
    const lines = { at: row.at.length > 0 ? row.at : places(row.why), writer: null }
    const plain = nobody ? { ...row, verdict: 'not-evaluable' as const, declared: [], ...lines } : { ...row, ...lines }
    return { ...plain, ...knownBy(evidence, row.account, accessKey(row.account, row.user, row.app)) }
  })
  const connections = audit.connections.map((row): PastConnection => {
    const verdict = nobody ? 'not-evaluable' : row.verdict
    return { ...row, verdict, ...knownBy(evidence, row.account, connectionKey(row.account, row.id ?? '')) }
  })
  const keys = new Set([
    ...access.map((row) => accessKey(row.account, row.user, row.app)),
    ...connections.map((row) => connectionKey(row.account, row.id ?? '')),
  ])
  const more = surprises(evidence, keys)
  const { totals, exceptions, doubtful } = audit
  return {
    access: [...access, ...more.flatMap((key) => surpriseAccess(key, evidence))],
    connections: [...connections, ...more.flatMap((key) => surpriseConnection(key, evidence))],
    audit: { totals, exceptions, doubtful },
  }
}

/** The lines behind an explanation: of what conforms they are all that speak of it. */
function placesBy({ explanations, gates }: Audit): (why: number) => PastAccess['at'] {
  const known = new Map<number, PastAccess['at']>()
  return (why) => {
    const all = (explanations[why]?.gates ?? []).flatMap((gate) => gates[gate]?.at ?? [])
    const lines = known.get(why) ?? [...new Map(all.map((at) => [`${at.file}:${at.line}`, at])).values()]
    known.set(why, lines)
    return lines
  }
}

const BLANK = { verdict: 'not-evaluable', at: [], lastUsedAt: null } as const

function surpriseAccess(key: string, evidence: Evidence): PastAccess[] {
  const [sort, account = '', user = '', app = ''] = partsOf(key)
  if (sort !== 'access') return []
  const plain = {
    ...BLANK,
    account,
    user,
    app,
    live: [],
    declared: [],
    gates: [],
    connections: 0,
    why: null,
    writer: null,
  }
  return [{ ...plain, ...knownBy(evidence, account, key) }]
}

function surpriseConnection(key: string, evidence: Evidence): PastConnection[] {
  const [sort, account = '', id = ''] = partsOf(key)
  if (sort !== 'connection') return []
  const [app = '', project = '', owner = ''] = partsOf(
    evidence.later?.seen.get(key) ?? evidence.later?.expected.get(key) ?? '',
  )
  return [
    {
      ...{ ...BLANK, id, account, app, project: project || null, owner: owner || null, name: null },
      ...{
        externalAccount: null,
        status: null,
        reason: '',
        since: null,
        createdAt: null,
        idleDays: null,
        workflows: [],
      },
      ...knownBy(evidence, account, key),
    },
  ]
}

const frame = ({ base, next, before }: Interval): Pick<Seen, 'picture' | 'next' | 'runs'> => ({
  picture: pictureOf(base),
  next: next === null ? null : pictureOf(next),
  runs: before.map(({ run, begun }) => ({ run, entry: 0, at: begun.startedAt })),
})

const pictureOf = ({ picture, problems }: Story): Picture | null =>
  picture === null ? null : { ...picture, proven: problems.length === 0 }

function openOf({ next, isProven, before }: Interval, nobody: boolean, { doubtful }: Audit): string[] {
  const said: string[] = []
  if (nobody) said.push('without documents of that day, what was declared cannot be held against what was there')
  if (next === null && !isProven)
    said.push(
      'no picture was taken afterwards: what people and administrators changed by hand after the last look is not seen',
    )
  if (next !== null && !isProven)
    said.push('what changed and changed back between two looks, by other hands than recorded runs, is not seen')
  if (doubtful.length > 0) said.push(`${doubtful.length} accounts were not read whole when the picture was taken`)
  if (before.some((story) => !readBackAt(story)))
    said.push('some runs wrote, and their records do not hold what it led to')
  return said
}
