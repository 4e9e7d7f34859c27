import { type Audit, type PolicyVerdict, VERDICTS, type Verdict } from '../model/audit.js'
import type { TextOptions } from './applied.js'
import { type Alike, alike } from './audit-alike.js'
import { besides } from './audit-besides.js'
import { foundText } from './audit-found.js'
import { hang } from './audit-words.js'
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
  return `${foundText(audit) || 'Nothing is undeclared or missing'}.${refused}${outside}${doubt}`
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
  const isMeant = (row: { readonly verdict: Verdict }) => row.verdict === verdict
  const groups = alike(audit, audit.access.filter(isMeant), audit.connections.filter(isMeant))
  if (groups.length === 0) return []
  const rest =
    groups.length > LISTED ? [`  … ${grouped(groups.length - LISTED)} more: --format csv or json has all`] : []
  return ['', words(verdict), ...groups.slice(0, LISTED).flatMap((group) => groupLines(group, width)), ...rest]
}

const groupLines = ({ app, who, said, at }: Alike, width: number): string[] => [
  ...hang(`  ${[app, who].filter((part) => part !== '').join('  ')}`, width),
  ...hang(`      ${[said, at].filter((part) => part !== '').join('; ')}`, width),
]

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
