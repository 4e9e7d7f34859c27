import type { Known, PastDay, PastPeriod } from '../../model/history.js'
import { csvLine } from '../csv.js'
import { overrideText } from './at.js'
import { authors, delta } from './period.js'

const AT = [
  ...[
    'row',
    'date',
    'account',
    'user',
    'app',
    'verdict',
    'known',
    'live',
    'declared',
    'connection',
    'project',
    'status',
  ],
  ...['doubt', 'commit', 'sources', 'at', 'why', 'writtenBy', 'approvedBy', 'overrides'],
]

/** Every row of a day, with what it rests on (RFC 4180). */
export function* pastDayCsv({ date, declared, access, connections, ...past }: PastDay): Generator<string> {
  yield csvLine(AT)
  const commit = declared?.commit ?? ''
  const places = (at: PastDay['access'][number]['at']) => at.map(({ file, line }) => `${file}:${line}`).join(' · ')
  for (const row of access)
    yield csvLine([
      ...['access', date, row.account, row.user, row.app, row.verdict, row.known],
      ...[row.live.join(', '), row.declared.join(', '), '', '', '', row.doubt, commit, sourcesOf(row), places(row.at)],
      ...whyOf(row, past),
    ])
  for (const row of connections)
    yield csvLine([
      ...['connection', date, row.account, row.owner ?? '', row.app, row.verdict, row.known, '', ''],
      ...[row.id ?? '', row.project ?? '', row.status ?? '', row.doubt, commit, sourcesOf(row), places(row.at)],
      ...['', '', '', ''],
    ])
}

type Tables = Pick<PastDay, 'explanations' | 'gates' | 'writers'>

/** The gates as they lived, and the run that wrote last, by whose approval and Override. */
function whyOf({ why, writer }: PastDay['access'][number], { explanations, gates, writers }: Tables): string[] {
  const told = (why === null ? [] : (explanations[why]?.gates ?? [])).flatMap((index) => gates[index] ?? [])
  const by = writer === null ? undefined : writers[writer]
  return [
    told
      .map(({ gate, live, declared }) => `${gate} ${live}${live === declared ? '' : `, declared ${declared}`}`)
      .join(' · '),
    ...(by === undefined ? ['', ''] : [`${by.run}#${by.entry}`, by.approvedBy.join(', ')]),
    (by?.overrides ?? []).map(overrideText).join(' · '),
  ]
}

const sourcesOf = ({ sources }: Known): string => sources.map(({ run, entry }) => `${run}#${entry}`).join(' · ')

const PERIOD = [
  ...['at', 'run', 'entry', 'address', 'operation', 'change', 'status', 'origin', 'causes', 'ended', 'principal'],
  ...['approvedBy', 'commit', 'runUrl', 'signedBy', 'proven'],
]

/** Every change of a time, a line each. */
export function* pastPeriodCsv({ changes, runs }: PastPeriod): Generator<string> {
  yield csvLine(PERIOD)
  const byName = new Map(runs.map((run) => [run.run, run]))
  for (const change of changes) {
    const run = byName.get(change.source.run)
    yield csvLine([
      ...[change.source.at, change.source.run, change.source.entry, change.address, change.operation, delta(change)],
      ...[change.status, change.origin ?? '', authors(change), change.ended.map(({ id }) => id).join(', ')],
      ...[run?.principal ?? '', run?.approvedBy.join(', ') ?? '', run?.commit ?? '', run?.runUrl ?? ''],
      ...[run?.signedBy ?? '', String(change.proven)],
    ])
  }
}
