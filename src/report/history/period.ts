import type { LineAuthor, PastChange, PastPeriod, PastRun } from '../../model/history.js'
import type { TextOptions } from '../applied.js'
import { paint } from '../paint.js'
import { safe } from '../safe.js'
import { table } from '../table.js'
import { wrap } from '../width.js'
import { count, minute, verb } from '../words.js'
import { gapCells, listed, overrideText } from './at.js'

/** What changed, run by run: who approved it, which lines caused it and who wrote these. */
export function renderPastPeriod(past: PastPeriod, { width, colour }: TextOptions): string {
  const shown = safe(past)
  const brush = paint(colour)
  const isSound = past.outcome.exitCode === 0
  const head = wrap(verdictOf(shown), width).map((line) => brush.bold(isSound ? line : brush.red(line)))
  return [
    ...head,
    ...listed('gaps', gapCells(shown.gaps), width),
    ...listed('commits that no run applied', shown.commits.filter(isUnapplied).map(commitCells), width),
    ...shown.runs.flatMap((run) => ['', ...runLines(run, shown, width)]),
    ...listed(
      'by others, between two looks',
      shown.others.map(({ change, account, user, app, before, after, between: [earlier, later] }) => [
        `${change === 'lost' ? '−' : change === 'gained' ? '+' : '~'} ${account}  ${user}`,
        app,
        `${change}: ${before.join(', ') || 'nowhere'} → ${after.join(', ') || 'nowhere'}, between looks ${minute(earlier.at)} (${earlier.run}) and ${minute(later.at)} (${later.run})`,
      ]),
      width,
    ),
    ...listed(
      'changed by others, as runs saw it',
      shown.hands.map(({ address, by, run }) => [
        `~ ${address}`,
        `${by.principal}, ${minute(by.at)}, ${by.via} (${run})`,
      ]),
      width,
    ),
  ].join('\n')
}

export const isUnapplied = ({ run, within }: PastPeriod['commits'][number]): boolean => run === null && within === null

const commitCells = ({ commit, at, author, subject }: PastPeriod['commits'][number]): string[] => [
  `! ${commit.slice(0, 12)}`,
  minute(at),
  `${author}: ${subject}`,
]

function verdictOf({ from, to, runs, changes, people, others }: PastPeriod): string {
  const written = changes.filter(({ status }) => status === 'written').length
  const bad = runs.filter(({ ending }) => ending !== 'done').length
  const unproven = runs.filter(({ problems }) => problems.length > 0).length
  const lost = people.filter(({ change }) => change === 'lost').length
  const parts = [
    `${from} to ${to}, UTC: ${count(written, 'change')} written by ${count(runs.length, 'run')}`,
    `${count(lost, 'time')} somebody lost an app, ${count(people.length - lost, 'time')} somebody gained one`,
    ...(others.length === 0 ? [] : [`${count(others.length, 'use')} of an app came or went by others, between looks`]),
    ...(bad === 0 ? [] : [`${count(bad, 'run')} ${verb(bad, 'was', 'were')} refused, cut off, or did not end well`]),
    ...(unproven === 0 ? [] : [`${count(unproven, 'run')} unproven`]),
  ]
  return `${parts.join('; ')}.`
}

function runLines(run: PastRun, { changes, people }: PastPeriod, width: number): string[] {
  const of = changes.filter(({ source }) => source.run === run.run)
  const hit = people.filter((each) => each.run === run.run)
  return [
    ...wrap(
      `${run.problems.length > 0 ? 'UNPROVEN  ' : ''}${minute(run.startedAt)}  ${run.command} ${run.run}, ${run.ending}`,
      width,
    ),
    ...table(factsOf(run), { width, indent: '  ' }),
    ...listed('  changes', of.map(changeCells), width).slice(1),
    ...listed(
      '  people',
      hit.map(({ change, account, user, app }) => [
        `${change === 'lost' ? '−' : '+'} ${account}  ${user}`,
        `${change} ${app}`,
      ]),
      width,
    ).slice(1),
  ]
}

const factsOf = (run: PastRun): string[][] =>
  [
    ['as', run.principal],
    ['approved by', run.approvedBy.length === 0 ? 'nobody is recorded' : run.approvedBy.join(', ')],
    [
      'commit',
      run.commit === null ? 'none' : `${run.commit.slice(0, 12)}${run.dirty === true ? ', changed beside it' : ''}`,
    ],
    ['only', run.scope.join(', ')],
    ['pipeline', run.runUrl ?? ''],
    ['signed', run.signedBy ?? 'by nobody'],
    ['afterwards', run.inSync === null ? 'not known whether in sync' : run.inSync ? 'in sync' : 'not in sync'],
    ['stopped', stoppedText(run.stopped)],
    ['overrides', run.overrides.map(overrideText).join('; ')],
    ['refused', run.refusals.join('; ')],
    ['unproven', run.problems.join('; ')],
  ].filter(([, text]) => text !== '')

/** So many stopped accounts of a run are named; JSON has more. */
const NAMED = 8

function stoppedText(stopped: PastRun['stopped']): string {
  if (stopped === null || stopped.count === 0) return ''
  const names = stopped.names.slice(0, NAMED)
  const more = stopped.count - names.length
  return `${count(stopped.count, 'account')} by errors: ${names.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
}

const SIGNS: Readonly<Record<string, string>> = { create: '+', remove: '−', revoke: '−' }

function changeCells(change: PastChange): string[] {
  const { address, operation, status, origin, ended, detail } = change
  const parts = [
    delta(change),
    origin ?? '',
    authors(change),
    ended.length === 0
      ? ''
      : `ends ${ended.map(({ id, owner }) => (owner === null || owner === '' ? id : `${id} of ${owner}`)).join(', ')}`,
    status === 'written' ? '' : `${status}${detail === null ? '' : `: ${detail}`}`,
    change.proven ? '' : 'unproven',
  ]
  return [`${SIGNS[operation] ?? '~'} ${address}`, parts.filter((part) => part !== '').join('; ')]
}

/** `enabled true → false`, field by field. */
export const delta = ({ before, after, operation }: Pick<PastChange, 'before' | 'after' | 'operation'>): string => {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  if (before === null || after === null || fields.length === 0) return operation
  return fields.map((field) => `${field} ${text(before[field])} → ${text(after[field])}`).join(', ')
}

const text = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(text).join(', ')}]`
    : typeof value === 'string'
      ? value
      : JSON.stringify(value ?? null)

/** `packages/pro.yaml:4 · 6 (3f2a1b, Ana <ana@acme.example>)`: lines of one commit together, their author once. */
export function authors({ causes }: Pick<PastChange, 'causes'>): string {
  const groups = new Map<string, LineAuthor[]>()
  for (const cause of causes) {
    const key = JSON.stringify([cause.file, cause.commit])
    groups.set(key, [...(groups.get(key) ?? []), cause])
  }
  return [...groups.values()]
    .map((lines) => {
      const { file = '', commit = null, author = null } = lines[0] ?? {}
      const numbers = [...new Set(lines.map(({ line }) => line))].sort((a, b) => a - b).join(', ')
      return `${file}:${numbers}${author === null ? '' : ` (${commit?.slice(0, 12)}, ${author})`}`
    })
    .join(' · ')
}
