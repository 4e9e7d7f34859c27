import type { AccessRow, Audit, AuditPlace, ConnectionRow, PolicyVerdict } from '../model/audit.js'
import type { ExceptionRow } from '../model/audit-detail.js'
import { csvLine } from './csv.js'

/** New columns stand at the end, so that what reads the old ones goes on reading them. */
const COLUMNS = [
  ...['row', 'account', 'user', 'app', 'verdict', 'live', 'declared', 'gates', 'connection', 'project', 'name'],
  ...['externalAccount', 'status', 'reason', 'since', 'at'],
  ...['connections', 'createdAt', 'lastUsedAt', 'idleDays', 'workflows', 'subject'],
  ...['owner', 'approver', 'ticket', 'from', 'until', 'daysLeft'],
] as const

type Cells = Partial<Record<(typeof COLUMNS)[number], string | number | null>>

/**
 * One table (RFC 4180): a line an access row, then a line a connection, a policy's verdict, an exception; `row` says which. In
 * lists `, ` stands between their items.
 */
export function* auditCsv({ access, connections, policies, exceptions }: Audit): Generator<string> {
  yield csvLine(COLUMNS)
  for (const row of access) yield line(accessCells(row))
  for (const row of connections) yield line(connectionCells(row))
  for (const row of policies) yield line(policyCells(row))
  for (const row of exceptions) yield line(exceptionCells(row))
}

const line = (cells: Cells): string => csvLine(COLUMNS.map((column) => cells[column] ?? ''))

const accessCells = ({ account, user, app, verdict, live, declared, gates, at, ...use }: AccessRow): Cells => ({
  ...{ row: 'access', account, user, app, verdict, at: placesText(at) },
  ...{ live: live.join(', '), declared: declared.join(', '), gates: gates.join(', ') },
  ...{ connections: use.connections, lastUsedAt: use.lastUsedAt },
})

const connectionCells = ({ id, owner, at, workflows, ...row }: ConnectionRow): Cells => ({
  ...{ ...row, row: 'connection', user: owner, connection: id, at: placesText(at) },
  workflows: workflows.join(', '),
})

const policyCells = ({ rule, effect, subject, message, at }: PolicyVerdict): Cells => ({
  ...{ row: 'policy', name: rule.replace(/^policy\//, ''), status: effect, subject, reason: message },
  at: at === undefined ? '' : placesText([at]),
})

const exceptionCells = ({ kind, covers, state, at, ...row }: ExceptionRow): Cells => {
  const { account, app, user, project, connection, ...more } = covers
  return {
    ...{ ...row, row: 'exception', status: state, account, app, user, project, connection, at: placesText([at]) },
    subject: [kind, ...Object.entries(more).map(([key, value]) => `${key} ${value}`)].join(', '),
  } as Cells
}

/** `accounts/acme.yaml:3 · projects/zeus.yaml:6`, each line once. */
export const placesText = (at: readonly AuditPlace[]): string =>
  [...new Set(at.map(({ file, line }) => `${file}:${line}`))].join(' · ')
