import type {
  Entry,
  IntendedWrite,
  JudgedEntry,
  RunEntry,
  SealEntry,
  SeenEntry,
  Statement,
} from '../../model/generated/record.js'
import { safe } from '../safe.js'
import { wrap } from '../width.js'
import { count, shortDigest } from '../words.js'

/** A line of a record in words: its time and what it says, of a request a line for each thing; long ones are folded. */
export function renderEntry(entry: Entry, statement: Statement | null, width: number): string {
  const shown = safe(entry)
  const [first = '', ...more] = wordsOf(shown, statement === null ? null : safe(statement))
  const room = Math.max(width - TIME, 20)
  const [head = '', ...folded] = wrap(first, room)
  const rest = [...folded.map((line) => `  ${line}`), ...more.flatMap((line) => indented(line, room))]
  return [`${shown.at.slice(11, 19)}  ${head}`, ...rest.map((line) => `${' '.repeat(TIME)}${line}`)].join('\n')
}

/** Columns of the time and the gap behind it. */
const TIME = 10

/** What does not fit goes on below, two columns further in. */
function indented(line: string, room: number): string[] {
  const [first = '', ...folded] = wrap(line, room - 2)
  return [first, ...folded.map((part) => `  ${part}`)]
}

function wordsOf(entry: Entry, statement: Statement | null): string[] {
  switch (entry.type) {
    case 'run':
      return runWords(entry)
    case 'reads':
      return [readWords(entry.reads)]
    case 'judged':
      return judgedWords(entry)
    case 'lease':
      return [`lease ${entry.status}${entry.fencing === null ? '' : `, number ${entry.fencing}`}`]
    case 'intent':
      return [
        `asks ${request(entry.request)} for ${count(entry.writes.length, 'write')}`,
        ...entry.writes.map(writeWords),
      ]
    case 'outcome':
      return [`answer to ${request(entry.request)}`, ...entry.results.map(resultWords)]
    case 'recovered':
      return [`was cut off; ${entry.by} found`, ...entry.results.map(({ address, seen }) => `${address}  ${seen}`)]
    case 'picture':
      return [`pictures ${count(entry.rows.length, 'row')} of ${entry.collection}`]
    case 'pictured':
      return [`the picture of revision ${entry.revision}, ${count(total(entry.rows), 'row')}, ${entry.digest}`]
    case 'moved':
      return [`moved in ${entry.collection}: ${count(entry.rows.length, 'row')} read back, ${entry.gone.length} gone`]
    case 'seen':
      return seenWords(entry)
    case 'end':
      return [`ends with ${entry.exitCode}${entry.reasons.length === 0 ? '' : `: ${entry.reasons.join(', ')}`}`]
    case 'seal':
      return sealWords(entry, statement)
    default:
      return [`${(entry as { type: string }).type}, which this Writ does not know`]
  }
}

const total = (rows: Readonly<Record<string, number>>): number =>
  Object.values(rows).reduce((sum, each) => sum + each, 0)

const request = (key: string): string => (key.length > 16 ? `${key.slice(0, 16)}…` : key)

function runWords({ run, tool, command, principal, ...facts }: RunEntry): string[] {
  const { tenant, url, environment, approvedBy, estate, baseline, runUrl, digests, approved, scope, resumes } = facts
  const lines = [
    ['at', [environment, tenant, url].filter((part) => part !== null).join(' · ')],
    ['as', `${principal.name} (${principal.id}), ${tool}, process ${facts.process.pid} on ${facts.process.host}`],
    ['approved', approvedBy.join(', ')],
    [
      'estate',
      estate.commit === null
        ? 'in no Git repository'
        : `commit ${estate.commit}${estate.dirty ? ', changed since' : ''}`,
    ],
    ['baseline', baseline === null ? '' : `${baseline.ref}, commit ${baseline.commit}`],
    ['only', scope.join(', ')],
    ['pipeline', runUrl ?? ''],
    ['resumes', resumes ?? ''],
    ['plan', digests.plan],
    [
      'outcome',
      `${digests.outcome}${approved === null ? '' : approved.outcome === digests.outcome ? ', as approved' : `, approved was ${approved.outcome}`}`,
    ],
  ]
  return [
    `${command} ${run}`,
    ...lines.filter(([, text]) => text !== '').map(([name = '', text]) => `${name.padEnd(9)} ${text}`),
  ]
}

function readWords(reads: readonly { readonly complete: boolean }[]): string {
  const incomplete = reads.filter(({ complete }) => !complete).length
  return `read ${count(reads.length, 'list')}, ${incomplete === 0 ? 'all whole' : `${incomplete} not whole`}`
}

function judgedWords({ verdicts, overrides, released, held, confirmed }: JudgedEntry): string[] {
  const heldWords = Object.entries(held).map(([reason, amount]) => `${amount} ${reason}`)
  const lines = [
    ...verdicts.map(({ effect, rule, subject, message }) => `${effect} ${rule} ${subject}: ${message}`),
    ...[named('held', heldWords), named('overridden by', overrides)],
    ...[named('released', released), named('confirmed', confirmed)],
  ]
  return [verdicts.length === 0 ? 'judged: nothing against it' : 'judged', ...lines.filter((line) => line !== '')]
}

const named = (what: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${what} ${names.join(', ')}`

const writeWords = ({ operation, address, before, after, ends, causes = [] }: IntendedWrite): string =>
  [
    `${operation} ${address}  ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
    ends.length === 0 ? '' : `, ends ${ends.join(', ')}`,
    causes.length === 0 ? '' : `, by ${causes.map(({ file, line }) => `${file}:${line}`).join(' · ')}`,
  ].join('')

const resultWords = ({
  index,
  status,
  detail,
  effects,
}: {
  index: number
  status: string
  detail: string | null
  effects: readonly { op: string; id: string }[]
}): string =>
  [`${status} (change ${index})`, detail ?? '', ...effects.map(({ op, id }) => `${op} ${id}`)]
    .filter((part) => part !== '')
    .join('  ')

/** Records of before told neither what was stopped nor what was only observed: those may say "in sync" over it. */
function seenWords({
  revision,
  inSync,
  changes,
  pending,
  held,
  effective,
  extraEndings,
  ...seen
}: SeenEntry): string[] {
  const { observed = 0, stopped } = seen
  const apart = [
    stopped === undefined || stopped.count === 0 ? '' : `${count(stopped.count, 'account')} stopped by errors`,
    changes === 0 ? '' : `${count(changes, 'change')} left`,
    observed === 0 ? '' : `${count(observed, 'change')} only observed`,
  ].filter((part) => part !== '')
  const state =
    inSync === null
      ? ['not known whether in sync', ...apart].join(', ')
      : inSync
        ? 'in sync'
        : ['not in sync', ...apart].join(', ')
  const visible = effective === null ? '' : `, visible to ${effective.visible} of ${effective.of}`
  return [
    `saw revision ${revision ?? 'unknown'}: ${state}, ${pending} pending, ${held} held${visible}`,
    ...(stopped?.names ?? []).slice(0, NAMED).map((name) => `stopped by errors: ${name}`),
    ...((stopped?.count ?? 0) > NAMED
      ? [`… ${count((stopped?.count ?? 0) - NAMED, 'more account')} stopped; --format json has them`]
      : []),
    ...extraEndings.map((id) => `ended although no plan said so: ${id}`),
  ]
}

/** So many accounts are named to people. */
const NAMED = 20

function sealWords(_: SealEntry, statement: Statement | null): string[] {
  if (statement === null) return ['seal that cannot be read']
  const { entries, head, root, previous, signer, cutOff } = statement
  return [
    `sealed after ${count(entries, 'line')}${cutOff ? ', by a later run' : ''}`,
    `head      ${head}`,
    `root      ${root}`,
    `follows   ${previous === null ? 'none: it is the first' : `${previous.run}, root ${shortDigest(previous.root)}`}`,
    `signed    ${signer === null ? 'by nobody' : `by ${signer.keyid}; writ record verify checks it`}`,
  ]
}
