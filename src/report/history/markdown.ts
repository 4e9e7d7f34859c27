import { VERDICTS, type Verdict } from '../../model/audit.js'
import type { Gap, PastDay, PastPeriod } from '../../model/history.js'
import { cell, code, said } from '../markdown/inline.js'
import { safe } from '../safe.js'
import { count, grouped } from '../words.js'
import { authors, delta, isUnapplied } from './period.js'

/** So many rows stand in Markdown; CSV and JSON have all. */
const LISTED = 200

const line = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function grid(title: string, names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  const more = rows.length > LISTED ? ['', `… ${grouped(rows.length - LISTED)} more: --format csv has all.`] : []
  const shown = rows.slice(0, LISTED).map((row) => line(...row.map(cell)))
  return ['', `### ${title}`, '', line(...names), line(...names.map(() => '---')), ...shown, ...more]
}

const gaps = (of: readonly Gap[]): string[] =>
  of.length === 0
    ? []
    : [
        '',
        '### Gaps',
        '',
        ...of.map(({ code: sort, place, message }) => `- ${code(sort)} ${said(place)} ${said(message)}`),
      ]

/** What is not as declared stands before what a long list cuts. */
const amissFirst = <T extends { readonly verdict: Verdict }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict))

export function pastDayMarkdown(past: PastDay): string {
  const { date, declared, picture, certainty, access, connections, open, gaps: of, sample } = safe(past)
  const sure = Object.entries(certainty).filter(([, amount]) => amount > 0)
  return [
    `## Who could use what at the end of ${code(date)}, UTC`,
    '',
    sure.map(([known, amount]) => `**${grouped(amount)}** ${known.replace('-', ' ')}`).join(', '),
    '',
    `- declared: ${declared === null ? 'not known' : `${code(declared.commit.slice(0, 12))}, ${declared.source === null ? 'the head of the branch' : `applied by ${code(declared.source.run)}`}`}`,
    `- picture: ${picture === null ? 'none' : `${code(picture.run)}, entry ${picture.entry}, ${code(picture.at)}`}`,
    ...(sample === undefined
      ? []
      : [
          `- sample: ${sample.size} of ${count(sample.population, 'row')}, seed ${code(sample.seed)}, drawn from ${code(sample.digest)}`,
        ]),
    ...gaps(of),
    ...grid(
      'Access',
      ['account', 'person', 'app', 'where', 'declared', 'verdict', 'known', 'why not surer'],
      amissFirst(access).map((row) => [
        row.account,
        row.user,
        row.app,
        row.live.join(', '),
        row.declared.join(', '),
        row.verdict,
        row.known,
        row.doubt,
      ]),
    ),
    ...grid(
      'Connections',
      ['account', 'owner', 'app', 'connection', 'status', 'verdict', 'known', 'why not surer'],
      amissFirst(connections).map((row) => [
        row.account,
        row.owner ?? '',
        row.app,
        row.id ?? '',
        row.status ?? '',
        row.verdict,
        row.known,
        row.doubt,
      ]),
    ),
    ...(open.length === 0 ? [] : ['', '### Left open', '', ...open.map((each) => `- ${said(each)}`)]),
    '',
  ].join('\n')
}

export function pastPeriodMarkdown(past: PastPeriod): string {
  const { from, to, runs, changes, people, hands, others, commits, gaps: of } = safe(past)
  return [
    `## What changed from ${code(from)} to ${code(to)}, UTC`,
    '',
    `${count(changes.filter(({ status }) => status === 'written').length, 'change')} written by ${count(runs.length, 'run')}.`,
    ...gaps(of),
    ...grid(
      'Commits that no run applied',
      ['commit', 'at', 'author', 'subject'],
      commits.filter(isUnapplied).map(({ commit, at, author, subject }) => [commit.slice(0, 12), at, author, subject]),
    ),
    ...grid(
      'Runs',
      ['run', 'began', 'ended', 'as', 'approved by', 'commit', 'unproven'],
      runs.map((run) => [
        run.run,
        run.startedAt,
        run.ending,
        run.principal,
        run.approvedBy.join(', '),
        run.commit?.slice(0, 12) ?? '',
        run.problems.join('; '),
      ]),
    ),
    ...grid(
      'Changes',
      ['at', 'address', 'change', 'status', 'cause', 'run'],
      changes.map((change) => [
        change.source.at,
        change.address,
        delta(change),
        change.status,
        authors(change),
        change.source.run,
      ]),
    ),
    ...grid(
      'People',
      ['run', 'account', 'person', 'app', ''],
      people.map((each) => [each.run, each.account, each.user, each.app, each.change]),
    ),
    ...grid(
      'By others, between two looks',
      ['account', 'person', 'app', '', 'before', 'after', 'looks'],
      others.map(({ account, user, app, change, before, after, between: [earlier, later] }) => [
        ...[account, user, app, change, before.join(', '), after.join(', ')],
        `${earlier.at}, ${later.at}`,
      ]),
    ),
    ...grid(
      'Overrides',
      ['run', 'override', 'owner', 'reason'],
      runs.flatMap(({ run, overrides }) =>
        overrides.map(({ address, owner, reason }) => [run, address, owner ?? 'not known', reason ?? 'not known']),
      ),
    ),
    ...grid(
      'By others',
      ['address', 'by', 'at', 'via'],
      hands.map(({ address, by }) => [address, by.principal, by.at, by.via]),
    ),
    '',
  ].join('\n')
}
