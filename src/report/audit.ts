import {
  type AccessRow,
  type Audit,
  type ConnectionRow,
  type PolicyVerdict,
  VERDICTS,
  type Verdict,
} from '../model/audit.js'
import type { TextOptions } from './applied.js'
import { besides } from './audit-besides.js'
import { placesText } from './audit-csv.js'
import { changedText } from './audit-words.js'
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
  const unknown = listed('not evaluable', doubts, width)
  return [...head, '', ...totals(audit), ...sections, ...policies, ...unknown, '', ...besides(audit, width)].join('\n')
}

const isConforming = (audit: Audit): boolean =>
  numberOf(audit, 'undeclared') + numberOf(audit, 'missing') === 0 &&
  !audit.policies.some(({ effect }) => effect === 'refuse')

const numberOf = ({ access, connections }: Audit, verdict: Verdict): number =>
  [access, connections].reduce((sum, rows) => sum + rows.filter((row) => row.verdict === verdict).length, 0)

/** Whether to worry, in one line. */
export function verdictLine(audit: Audit): string {
  const { ungoverned } = audit.totals.connections
  const outside =
    ungoverned === 0
      ? ''
      : ` ${count(ungoverned, 'connection')} ${verb(ungoverned, 'is', 'are')} governed by no document.`
  const unknown = audit.doubtful.length
  const doubt = unknown === 0 ? '' : ` Nothing can be said of ${count(unknown, 'account')}.`
  if (isConforming(audit)) return `What is governed is as declared.${outside}${doubt}`
  const refusing = new Set(audit.policies.filter(({ effect }) => effect === 'refuse').map(({ rule }) => rule)).size
  const refused = refusing === 0 ? '' : ` Refused by ${count(refusing, 'policy', 'policies')}.`
  const [undeclared, missing] = [numberOf(audit, 'undeclared'), numberOf(audit, 'missing')]
  return `${grouped(undeclared)} undeclared, ${grouped(missing)} missing.${refused}${outside}${doubt}`
}

const COLUMNS = ['accounts', 'people', 'connections'] as const

/** A verdict a row, gravest last; what the platform says stands below, and agrees. */
export function totalRows({ totals: of }: Audit): string[][] {
  const lines = [...VERDICTS]
    .reverse()
    .map((verdict) => [words(verdict), ...COLUMNS.map((each) => grouped(of[each][verdict]))])
  const absent = COLUMNS.map((each) => (of[each].absent === 0 ? '' : `−${grouped(of[each].absent)}`))
  const platform = COLUMNS.map((each) => (of[each].platform === null ? 'unknown' : grouped(of[each].platform ?? 0)))
  return [
    ['', ...COLUMNS],
    ...lines,
    ...(absent.some((each) => each !== '') ? [['of these not there', ...absent]] : []),
    ['the platform has', ...platform],
  ]
}

const totals = (audit: Audit): string[] =>
  totalRows(audit).map(
    ([name = '', ...cells]) => `${name.padEnd(18)}${cells.map((cell) => cell.padStart(13)).join('')}`,
  )

const words = (verdict: Verdict): string => verdict.replace('-', ' ')

function section(audit: Audit, verdict: Verdict, width: number): string[] {
  const people = audit.access.filter((row) => row.verdict === verdict)
  const rows = audit.connections.filter((row) => row.verdict === verdict)
  const cells = [
    ...people.slice(0, LISTED).map((row) => accessCells(audit, row)),
    ...rows.slice(0, Math.max(0, LISTED - people.length)).map(connectionCells),
  ]
  return listed(words(verdict), cells, width, people.length + rows.length)
}

function listed(title: string, rows: readonly string[][], width: number, all = rows.length): string[] {
  if (all === 0) return []
  const rest = all > LISTED ? [`  … ${grouped(all - LISTED)} more: --format csv or json has all`] : []
  return ['', title, ...table(rows.slice(0, LISTED), { width, indent: '  ' }), ...rest]
}

const EFFECTS: Readonly<Record<string, string>> = { refuse: 'refused', warn: 'warning', info: 'note' }

const policyCells = (verdict: PolicyVerdict): string[] => {
  const { rule, effect, subject, message } = safe(verdict)
  return [`${EFFECTS[effect] ?? effect}  ${rule.replace(/^policy\//, '')}`, subject, message]
}

const accessCells = (audit: Audit, row: AccessRow): string[] => {
  const { account, user, app, live, declared, gates, at } = safe(row)
  const differs = `usable in ${live.join(', ') || 'nothing'}, declared ${declared.join(', ') || 'none'}; ${gates.join(', ')}`
  return [`${account}  ${user}`, app, joined([differs, changedText(audit, row), placesText(at)])]
}

const connectionCells = (row: ConnectionRow): string[] => {
  const { account, app, owner, name, id, reason, at, workflows = [] } = safe(row)
  const what = [name, id === null ? null : `connection ${id}`].filter((part) => part !== null).join(', ')
  const hit = workflows.length === 0 ? '' : `used by ${workflows.join(', ')}`
  const said = [what, reason].filter((part) => part !== '').join(': ')
  return [`${account}  ${owner ?? 'nobody'}`, app, joined([said, hit, placesText(at)])]
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ')
