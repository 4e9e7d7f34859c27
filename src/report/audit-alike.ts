import type { AccessRow, Audit, AuditPlace, ConnectionRow } from '../model/audit.js'
import { changedText } from './audit-words.js'
import { safe } from './safe.js'
import { count, groupBy, list } from './words.js'

/** Rows that differ only in whom they are about: one cause that reaches thousands is said once. */
export interface Alike {
  readonly app: string
  /** The first few by name, and how many more. */
  readonly who: string
  readonly said: string
  /** The first few lines that say so. */
  readonly at: string
  readonly rows: readonly (AccessRow | ConnectionRow)[]
}

/** Puts rows together that read the same, access before connections. Of many the first ones are named, if anybody is. */
export function alike(
  audit: Audit,
  access: readonly AccessRow[],
  connections: readonly ConnectionRow[],
  isNamed = true,
): Alike[] {
  const people = groupBy(access, (row) => JSON.stringify([row.app, differs(row), changedText(audit, row), row.at]))
  const owned = groupBy(connections, (row) => JSON.stringify([row.app, reasonOf(row), row.at]))
  return [
    ...[...people.values()].map((rows) => accessGroup(audit, rows, isNamed)),
    ...[...owned.values()].map((rows) => connectionGroup(rows, isNamed)),
  ]
}

function accessGroup(audit: Audit, rows: readonly AccessRow[], isNamed: boolean): Alike {
  const [first] = rows as readonly [AccessRow]
  const who = rows.length === 1 ? named(first) : many(rows, isNamed, 'person', 'people')
  const said = [rows.length === 1 ? places(first) : differs(first), changedText(audit, first)]
  return { app: safe(first.app), who, said: joined(said), at: placesBrief(first.at), rows }
}

function connectionGroup(rows: readonly ConnectionRow[], isNamed: boolean): Alike {
  const [first] = rows as readonly [ConnectionRow]
  const who =
    rows.length === 1 ? named({ account: first.account, user: first.owner }) : many(rows, isNamed, 'connection')
  const what = rows.length === 1 ? connectionName(first) : ''
  const hit = new Set(rows.flatMap(({ workflows = [] }) => workflows))
  const used = hit.size === 0 ? '' : `used by ${list([...hit].map((each) => safe(each)))}`
  return {
    app: safe(first.app),
    who,
    said: joined([what, safe(reasonOf(first)), used]),
    at: placesBrief(first.at),
    rows,
  }
}

const named = ({ account, user }: { readonly account: string; readonly user: string | null }): string =>
  `${safe(account)}  ${user === null ? 'nobody' : safe(user)}`

/** `206 people in 187 accounts: ana@acme.example, bo@acme.example and 204 more`. */
function many(rows: readonly (AccessRow | ConnectionRow)[], isNamed: boolean, one: string, others?: string): string {
  const names = rows.map((row) => ('user' in row ? row.user : (row.owner ?? row.id ?? 'nobody')))
  const accounts = new Set(rows.map(({ account }) => account))
  const [only] = accounts
  const where = accounts.size === 1 ? safe(only ?? '') : count(accounts.size, 'account')
  const counted = `${count(rows.length, one, others)} in ${where}`
  if (!isNamed) return counted
  const shown = names.map((name) => safe(name))
  return `${counted}: ${list(shown, 4)}`
}

const differs = ({ live, gates, verdict }: AccessRow): string =>
  `${verdict === 'missing' ? 'declared and not usable' : live.length > 0 ? 'usable and not declared' : verdict}: ${gates.join(', ')}`

const places = (row: AccessRow): string => {
  const { live, declared, gates } = safe(row)
  return `usable in ${live.join(', ') || 'nothing'}, declared ${declared.join(', ') || 'none'}: ${gates.join(', ')}`
}

/** What is said of a connection, without whom it is said of. */
const reasonOf = ({ reason, owner }: ConnectionRow): string =>
  owner === null ? reason : reason.replaceAll(`${owner} may not`, 'may not')

const connectionName = ({ name, id }: ConnectionRow): string =>
  [name, id === null ? null : `connection ${id}`].flatMap((part) => (part === null ? [] : [safe(part)])).join(', ')

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ')

/** So many lines are told; of a list that many entries make, the first ones say where to look. */
const TOLD = 3

/** `accounts/acme.yaml:3 · projects/zeus.yaml:6 and 2 more`. */
export function placesBrief(at: readonly AuditPlace[]): string {
  const all = [...new Set(at.map(({ file, line }) => `${safe(file)}:${line}`))]
  const rest = all.length > TOLD ? ` and ${all.length - TOLD} more` : ''
  return `${all.slice(0, TOLD).join(' · ')}${rest}`
}
