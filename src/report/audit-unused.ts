import type { Audit } from '../model/audit.js'
import type { LineUse, UnusedRow } from '../model/audit-detail.js'
import type { TextOptions } from './applied.js'
import { placesText } from './audit-csv.js'
import { rowByRow } from './audit-json.js'
import { hang } from './audit-words.js'
import { csvLine } from './csv.js'
import { paint } from './paint.js'
import { safe } from './safe.js'
import { table } from './table.js'
import { wrap } from './width.js'
import { count, groupBy, grouped, list, verb } from './words.js'

/** So many of a sort are listed in text. */
const LISTED = 20

/** Somebody who may use an app and has never connected it. */
export interface Idler {
  readonly account: string
  readonly user: string
  readonly app: string
}

/** The people who may use something and own no connection to it, one by one. */
export function* idlersOf({ access }: Pick<Audit, 'access'>): Generator<Idler> {
  for (const { account, user, app, live, connections } of access)
    if (live.length > 0 && connections === 0) yield { account, user, app }
}

/** What is allowed, or connected, and not used, for people: what could go first, then where, then what is idle (T10). */
export function renderUnused(audit: Audit, { width, colour }: TextOptions): string {
  const { unused, lines } = audit
  const known = unused.filter(({ state }) => state !== 'unknown')
  const apps = known.filter(({ sort }) => sort === 'app')
  const connections = known.filter(({ sort }) => sort === 'connection')
  const head = wrap(unusedLine(audit), width).map(paint(colour).bold)
  return [
    ...head,
    ...entries(lines, width),
    ...section('allowed, and nobody uses it', byAccount(apps), width),
    ...section('connections that nobody uses', connections.map(connectionCells), width),
    ...section('people who may and never connected', idlers(audit), width),
    ...unknownLines(audit.usage),
  ].join('\n')
}

/** The whole in one line. */
export function unusedLine({ unused, access }: Pick<Audit, 'unused' | 'access'>): string {
  const of = (sort: UnusedRow['sort']) => unused.filter((row) => row.sort === sort && row.state !== 'unknown').length
  const [apps, connections] = [of('app'), of('connection')]
  const people = new Set([...idlersOf({ access })].map(({ account, user }) => `${account} ${user}`)).size
  if (apps + connections + people === 0) return 'What is allowed is used.'
  const told = [
    `${count(apps, 'app')} ${verb(apps, 'is', 'are')} allowed in an account where nobody uses ${verb(apps, 'it', 'them')}`,
    `${count(connections, 'connection')} ${verb(connections, 'is', 'are')} idle`,
    `${count(people, 'person', 'people')} never connected something that they may use`,
  ]
  return `${told.join(', ')}.`
}

function section(title: string, rows: readonly string[][], width: number): string[] {
  if (rows.length === 0) return []
  const rest = rows.length > LISTED ? [`  … ${grouped(rows.length - LISTED)} more: --format csv or json has all`] : []
  return ['', title, ...table(rows.slice(0, LISTED), { width, indent: '  ' }), ...rest]
}

function entries(lines: readonly LineUse[], width: number): string[] {
  const rows = byEntry(lines)
  if (rows.length === 0) return []
  const rest = rows.length > LISTED ? [`  … ${grouped(rows.length - LISTED)} more: --format csv or json has all`] : []
  const told = rows
    .slice(0, LISTED)
    .flatMap(([entry, text]) => [...hang(`  ${entry}`, width), ...hang(`      ${text}`, width)])
  return ['', 'entries that allow what nobody uses', ...told, ...rest]
}

/** An entry a row: what of it could go, and what only some accounts do without. */
export function byEntry(lines: readonly LineUse[]): string[][] {
  const entries = groupBy(lines, ({ file, line, statement }) => `${statement}  ${file}:${line}`)
  return [...entries].map(([entry, of]) => {
    const idle = of.filter(({ accounts, unused }) => accounts === unused)
    const gone =
      idle.length === 0
        ? ''
        : `${list(
            idle.map(({ app }) => safe(app)),
            6,
          )} could go`
    const some = of.filter(({ accounts, unused }) => unused < accounts)
    const parts = some.map(
      ({ app, accounts, unused }) => `${safe(app)} unused in ${grouped(unused)} of ${grouped(accounts)} accounts`,
    )
    return [
      safe(entry),
      [gone, ...parts.slice(0, 6), parts.length > 6 ? `and ${parts.length - 6} more` : '']
        .filter((part) => part !== '')
        .join('; '),
    ]
  })
}

/** An account a row: its apps that nobody uses, with how many people may. */
export function byAccount(apps: readonly UnusedRow[]): string[][] {
  return [...groupBy(apps, ({ account }) => account)].map(([account, of]) => {
    const states = groupBy(of, ({ state }) => state)
    const told = [...states].map(
      ([state, rows]) =>
        `${list(
          rows.map(({ app }) => safe(app)),
          8,
        )} ${STATES[state]}`,
    )
    return [safe(account), told.join('; ')]
  })
}

const STATES: Readonly<Record<UnusedRow['state'], string>> = {
  'never-connected': 'never connected',
  'never-used': 'connected, never used',
  idle: 'not used any more',
  unknown: 'nobody can tell',
}

/** Whose it is, its app, and how long nobody used it. */
export const connectionCells = (row: UnusedRow): string[] => {
  const { account, app, connection, owner, lastUsedAt } = safe(row)
  const idle = row.idleDays === null ? '' : ` ${count(row.idleDays, 'day')}`
  const since =
    lastUsedAt === null ? `never used,${idle} old` : `idle for${idle}, last used on ${lastUsedAt.slice(0, 10)}`
  const rest = row.remove === null ? '; a workflow uses it' : ''
  return [`${account}  ${owner ?? 'nobody'}`, app, `connection ${connection}: ${since}${rest}`]
}

function idlers({ access }: Audit): string[][] {
  const byApp = new Map<string, { people: number; accounts: Set<string> }>()
  for (const { account, app } of idlersOf({ access })) {
    const known = byApp.get(app) ?? { people: 0, accounts: new Set() }
    known.people += 1
    known.accounts.add(account)
    byApp.set(app, known)
  }
  return [...byApp]
    .sort(([, a], [, b]) => b.people - a.people)
    .map(([app, { people, accounts }]) => [
      safe(app),
      `${count(people, 'person', 'people')} in ${count(accounts.size, 'account')}`,
    ])
}

function unknownLines(usage: Audit['usage']): string[] {
  const unknown = usage.reduce((sum, row) => sum + row.unknown, 0)
  const told = `Of ${count(unknown, 'connection')} the platform does not tell whether anybody uses ${verb(unknown, 'it', 'them')}.`
  return unknown === 0 ? [] : ['', told]
}

const COLUMNS = [
  'row',
  'account',
  'user',
  'app',
  'connection',
  'state',
  'people',
  'lastUsedAt',
  'idleDays',
  'idleAfter',
  'remove',
  'by',
  'at',
]

/** One table: an app of an account, a connection, or a person, a line each (RFC 4180). */
export function* unusedCsv(audit: Audit): Generator<string> {
  yield csvLine(COLUMNS)
  for (const {
    sort,
    account,
    owner,
    app,
    connection,
    state,
    people,
    lastUsedAt,
    idleDays,
    idleAfter,
    remove,
    by,
  } of audit.unused)
    yield csvLine([
      ...[sort, account, owner ?? '', app, connection ?? '', state, sort === 'app' ? people : ''],
      ...[lastUsedAt ?? '', idleDays ?? '', idleAfter, remove ?? ''],
      ...[by.map(({ statement }) => statement).join(', '), placesText(by)],
    ])
  for (const { account, user, app } of idlersOf(audit))
    yield csvLine(['person', account, user, app, '', 'never-connected', '', '', '', '', '', '', ''])
}

/** One JSON document: what of an audit is about use. */
export function* unusedJson(begin: object, audit: Audit, end: object): Generator<string> {
  const { date, createdAt, lines, unused, usage } = audit
  yield* rowByRow({ ...begin, date, createdAt, lines, unused, usage, people: [...idlersOf(audit)] }, end)
}
