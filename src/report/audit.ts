import {
  type AccessRow,
  type Audit,
  type AuditPlace,
  type ConnectionRow,
  type PolicyVerdict,
  VERDICTS,
  type Verdict,
} from '../model/audit.js'
import type { TextOptions } from './applied.js'
import { csvLine } from './csv.js'
import { jsonText } from './escape.js'
import { paint } from './paint.js'
import { safe } from './safe.js'
import { table } from './table.js'
import { wrap } from './width.js'
import { count, grouped, verb } from './words.js'

/** So many of a sort are listed in text; the rest is counted, and stands in CSV and JSON. */
const LISTED = 20

/** In one line whether to worry, the totals beside the platform's own, then what is not as declared. */
export function renderAudit(audit: Audit, { width, colour }: TextOptions): string {
  const brush = paint(colour)
  const isWhole = isConforming(audit)
  const head = wrap(verdictLine(audit), width).map((line) => brush.bold(isWhole ? brush.green(line) : brush.red(line)))
  const sections = (['undeclared', 'missing', 'waived'] as const).flatMap((verdict) => section(audit, verdict, width))
  const policies = listed('policies', audit.policies.map(policyCells), width)
  const doubts = audit.doubtful.map(({ account, reason }) => ['?', safe(account), safe(reason)])
  return [...head, '', ...totals(audit), ...sections, ...policies, ...listed('not evaluable', doubts, width)].join('\n')
}

const isConforming = (audit: Audit): boolean =>
  numberOf(audit, 'undeclared') + numberOf(audit, 'missing') === 0 &&
  !audit.policies.some(({ effect }) => effect === 'refuse')

const numberOf = ({ access, connections }: Audit, verdict: Verdict): number =>
  [...access, ...connections].filter((row) => row.verdict === verdict).length

function verdictLine(audit: Audit): string {
  const { ungoverned } = audit.totals.connections
  const outside =
    ungoverned === 0
      ? ''
      : ` ${count(ungoverned, 'connection')} ${verb(ungoverned, 'is', 'are')} governed by no document.`
  if (isConforming(audit)) return `What is governed is as declared.${outside}`
  const refusing = new Set(audit.policies.filter(({ effect }) => effect === 'refuse').map(({ rule }) => rule)).size
  const refused = refusing === 0 ? '' : ` Refused by ${count(refusing, 'policy', 'policies')}.`
  const [undeclared, missing] = [numberOf(audit, 'undeclared'), numberOf(audit, 'missing')]
  return `${grouped(undeclared)} undeclared, ${grouped(missing)} missing.${refused}${outside}`
}

const COLUMNS = ['accounts', 'people', 'connections'] as const

/** A verdict a line; what the platform says stands below, and agrees. */
function totals({ totals: of }: Audit): string[] {
  const lines = [...VERDICTS]
    .reverse()
    .map((verdict) => [words(verdict), ...COLUMNS.map((each) => grouped(of[each][verdict]))])
  const absent = COLUMNS.map((each) => (of[each].absent === 0 ? '' : `−${grouped(of[each].absent)}`))
  const platform = COLUMNS.map((each) => (of[each].platform === null ? 'unknown' : grouped(of[each].platform ?? 0)))
  const rows = [
    ['', ...COLUMNS],
    ...lines,
    ...(absent.some((each) => each !== '') ? [['of these not there', ...absent]] : []),
    ['the platform has', ...platform],
  ]
  return rows.map(([name = '', ...cells]) => `${name.padEnd(18)}${cells.map((cell) => cell.padStart(13)).join('')}`)
}

const words = (verdict: Verdict): string => verdict.replace('-', ' ')

function section({ access, connections }: Audit, verdict: Verdict, width: number): string[] {
  const people = access.filter((row) => row.verdict === verdict).map(accessCells)
  const rows = connections.filter((row) => row.verdict === verdict).map(connectionCells)
  return listed(words(verdict), [...people, ...rows], width)
}

function listed(title: string, rows: readonly string[][], width: number): string[] {
  if (rows.length === 0) return []
  const rest = rows.length > LISTED ? [`  … ${grouped(rows.length - LISTED)} more: --format csv or json has all`] : []
  return ['', title, ...table(rows.slice(0, LISTED), { width, indent: '  ' }), ...rest]
}

const EFFECTS: Readonly<Record<string, string>> = { refuse: 'refused', warn: 'warning', info: 'note' }

const policyCells = (verdict: PolicyVerdict): string[] => {
  const { rule, effect, subject, message } = safe(verdict)
  return [`${EFFECTS[effect] ?? effect}  ${rule.replace(/^policy\//, '')}`, subject, message]
}

const accessCells = (row: AccessRow): string[] => {
  const { account, user, app, live, declared, gates, at } = safe(row)
  const differs = `usable in ${live.join(', ') || 'nothing'}, declared ${declared.join(', ') || 'none'}; ${gates.join(', ')}`
  return [`${account}  ${user}`, app, withPlaces(differs, at)]
}

const connectionCells = (row: ConnectionRow): string[] => {
  const { account, app, owner, name, id, reason, at } = safe(row)
  const what = [name, id === null ? null : `connection ${id}`].filter((part) => part !== null).join(', ')
  return [
    `${account}  ${owner ?? 'nobody'}`,
    app,
    withPlaces([what, reason].filter((part) => part !== '').join(': '), at),
  ]
}

const withPlaces = (text: string, at: readonly AuditPlace[]): string =>
  [text, places(at)].filter((part) => part !== '').join('; ')

const places = (at: readonly AuditPlace[]): string =>
  [...new Set(at.map(({ file, line }) => `${file}:${line}`))].join(' · ')

const CSV = [
  'row',
  'account',
  'user',
  'app',
  'verdict',
  'live',
  'declared',
  'gates',
  'connection',
  'project',
  'name',
  'externalAccount',
  'status',
  'reason',
  'since',
  'at',
]

/** Person by person, then connection by connection, a line each (RFC 4180). */
export function* auditCsv({ access, connections }: Audit): Generator<string> {
  yield csvLine(CSV)
  for (const { account, user, app, verdict, live, declared, gates, at } of access)
    yield csvLine([
      'access',
      account,
      user,
      app,
      verdict,
      ...[live, declared, gates].map((each) => each.join(', ')),
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      places(at),
    ])
  for (const {
    account,
    owner,
    app,
    verdict,
    id,
    project,
    name,
    externalAccount,
    status,
    reason,
    since,
    at,
  } of connections)
    yield csvLine([
      'connection',
      account,
      owner ?? '',
      app,
      verdict,
      '',
      '',
      '',
      id ?? '',
      project ?? '',
      name ?? '',
      externalAccount ?? '',
      status ?? '',
      reason,
      since ?? '',
      places(at),
    ])
}

/** One JSON document, row by row: an audit may be too long for one text. */
export function* auditJson(begin: object, audit: Audit, end: object): Generator<string> {
  const { access, connections, ...short } = audit
  const members = (of: object) => jsonText(of).slice(1, -1)
  yield `{${members({ ...begin, ...short })}`
  for (const [name, rows] of Object.entries({ access, connections })) {
    yield `,\n"${name}":[`
    for (const [at, row] of rows.entries()) yield `${at === 0 ? '\n' : ',\n'}${jsonText(row)}`
    yield '\n]'
  }
  yield `,\n${members(end)}}\n`
}
