import type { Audit } from '../model/audit.js'
import type { ExceptionRow } from '../model/audit-detail.js'
import { answersText, coversText, lastingText, readText, reviewText } from './audit-words.js'
import { safe } from './safe.js'
import { table } from './table.js'
import { count, grouped, shortDigest } from './words.js'

/** So many exceptions and reviews are listed in text. */
const LISTED = 10

/** What stands beside the rows: exceptions with their ends, what was signed, what nobody uses, what was read. */
export function besides(audit: Audit, width: number): string[] {
  const { exceptions = [], accounts = [] } = audit
  const listing = [
    ...section('exceptions', exceptions.map(exceptionCells), width),
    ...section('reviews', accounts.filter(tellsMore).map(reviewCells), width),
  ]
  return [...listing, ...table(factsOf(audit), { width })]
}

function section(title: string, rows: readonly string[][], width: number): string[] {
  if (rows.length === 0) return []
  const rest = rows.length > LISTED ? [`  … ${grouped(rows.length - LISTED)} more: --format json has all`] : []
  return [title, ...table(rows.slice(0, LISTED), { width, indent: '  ' }), ...rest, '']
}

function exceptionCells(row: ExceptionRow): string[] {
  const { kind, name, covers, at, ...rest } = safe(row)
  const said = [lastingText({ kind, name, covers, at, ...rest }), coversText(covers), answersText(row)]
  return [kind, name, [...said.map(safe), `${at.file}:${at.line}`].filter((part) => part !== '').join('; ')]
}

/** A Review that says nothing any more, or something that is not done. */
const tellsMore = ({ review }: Audit['accounts'][number]): boolean =>
  review !== null && (review.overdue || review.changed || review.stays.length > 0)

const reviewCells = ({ account, review }: Audit['accounts'][number]): string[] => [
  safe(account),
  review === null ? '' : safe(reviewText(review)),
]

/** Facts of the whole, each in a line: a name and what there is to say. */
export function factsOf({
  coverage,
  reads = [],
  accounts = [],
  released,
  unused = [],
  history,
  digest,
}: Audit): string[][] {
  const signed = accounts.filter(({ review }) => review !== null).length
  const rows: [string, string][] = [
    ['signed', signed === 0 ? '' : `${grouped(signed)} of ${count(accounts.length, 'account')}`],
    ['unused', unusedText(unused)],
    [
      'released',
      released === null || released === undefined
        ? ''
        : `${count(released.length, 'thing')} governed by the baseline and by nothing now`,
    ],
    ['governed', coverage === undefined ? '' : governedText(coverage)],
    ['read', reads.length === 0 ? '' : safe(readText({ reads }))],
    ['history', history === undefined ? '' : safe(historyText(history))],
    ['audit', digest === undefined ? '' : shortDigest(digest)],
  ]
  return rows.filter(([, text]) => text !== '')
}

function unusedText(unused: Audit['unused']): string {
  const apps = unused.filter(({ sort, state }) => sort === 'app' && state !== 'unknown').length
  const idle = unused.filter(({ sort, state }) => sort === 'connection' && state !== 'unknown').length
  const told = [
    apps === 0 ? '' : `${count(apps, 'app')} allowed where nobody uses ${apps === 1 ? 'it' : 'them'}`,
    idle === 0 ? '' : `${count(idle, 'connection')} idle`,
  ].filter((part) => part !== '')
  return told.length === 0 ? '' : `${told.join(', ')}: writ audit --unused`
}

const governedText = ({ accounts, apps, connections }: Audit['coverage']): string =>
  [
    `${grouped(accounts.governed)} of ${count(accounts.total, 'account')}`,
    `${grouped(apps.governed)} of ${count(apps.total, 'app')}`,
    `${grouped(connections.governed)} of ${count(connections.total, 'connection')}`,
  ].join(' · ')

function historyText({ rows, asked, reason }: Audit['history']): string {
  if (reason !== null) return `who changed what was not looked up: ${reason}`
  return asked < rows ? `who changed what was looked up for ${grouped(asked)} of ${count(rows, 'row')}` : ''
}
