import { allows } from '../access/gates.js'
import type { AccessRow, ConnectionRow } from '../model/audit.js'
import type { AllowedBy, UsageRow } from '../model/audit-detail.js'
import { sorted } from '../model/canonical.js'
import type { Statement } from '../model/document.js'
import { child, children } from '../model/resource.js'
import type { Audited } from './access.js'
import { later } from './owned.js'
import { placeOf } from './places.js'
import { NONE } from './shared.js'

/** After so many days without use a connection is idle, where the estate says nothing of it. */
export const IDLE_AFTER = 90

/** One app of an account: what the tree says of it, to which its connections are counted once they are judged. */
export type Allowance = { -readonly [Key in keyof UsageRow]: UsageRow[Key] }

/** The address of the document that a source holds. */
export type NameOf = (source: Statement['source']) => string

/** Every app that is allowed, on or connected in an account; where all are allowed, those that are on or connected. */
export function allowancesOf(
  { live: { world, account }, speaking, idleDays }: Audited,
  access: readonly AccessRow[],
  nameOf: NameOf,
  idleAfter: number | undefined,
): Allowance[] {
  const { allowedApps } = account.fields
  const using = usersOf(access)
  const because = speaking?.desired.wanted.because?.allowedApps
  const apps = [
    ...(allowedApps === 'all' ? [] : allowedApps),
    ...[...children(account, 'account-integration').values()].flatMap(({ key, fields }) =>
      fields.enabled ? [key] : [],
    ),
    ...[...children(account, 'connection').values()].map(({ fields }) => fields.app),
  ]
  return sorted(apps).map((app) => ({
    // One literal: what is spread takes twice the room, and there are rows by the hundred thousand.
    account: account.key,
    app,
    allowed: allows(account, app),
    on: !world.levels.includes('account') || child(account, 'account-integration', app)?.fields.enabled === true,
    people: using.get(app)?.may ?? 0,
    connected: using.get(app)?.do ?? 0,
    idleAfter: idleAfter ?? idleDays ?? IDLE_AFTER,
    by: allowedByAll(because?.([], [app])?.statements ?? NONE, nameOf),
    connections: 0,
    used: 0,
    fresh: 0,
    idle: 0,
    never: 0,
    unknown: 0,
    lastUsedAt: null,
  }))
}

/** How many people may use each app of an account, and how many of them have connected it. */
function usersOf(access: readonly AccessRow[]): ReadonlyMap<string, { may: number; do: number }> {
  const found = new Map<string, { may: number; do: number }>()
  for (const { app, live, connections } of access) {
    if (live.length === 0) continue
    const counts = found.get(app) ?? { may: 0, do: 0 }
    counts.may += 1
    if (connections > 0) counts.do += 1
    found.set(app, counts)
  }
  return found
}

const known = new WeakMap<object, AllowedBy>()
const alone = new WeakMap<AllowedBy, readonly AllowedBy[]>()

/** Most apps are allowed by one statement, and by the same one in thousands of accounts. */
function allowedByAll(statements: readonly Statement[], nameOf: NameOf): readonly AllowedBy[] {
  const [first, second] = statements
  if (first === undefined) return NONE
  if (second !== undefined) return statements.map((statement) => allowedBy(statement, nameOf))
  const by = allowedBy(first, nameOf)
  const list = alone.get(by) ?? [by]
  alone.set(by, list)
  return list
}

/** One statement is kept once, however many accounts it allows an app to. */
function allowedBy(statement: Statement, nameOf: NameOf): AllowedBy {
  const place = placeOf(statement)
  const seen = known.get(place) ?? { statement: nameOf(statement.source), ...place }
  known.set(place, seen)
  return seen
}

/** Finds the row of an app in an account. Rows of one account stand together. */
export function usageFinder<Row extends Pick<UsageRow, 'account' | 'app'>>(usage: readonly Row[]) {
  const begins = new Map<string, number>()
  for (const [at, { account }] of usage.entries()) if (usage[at - 1]?.account !== account) begins.set(account, at)
  return (account: string, app: string): Row | undefined => {
    for (let at = begins.get(account) ?? usage.length; usage[at]?.account === account; at++)
      if (usage[at]?.app === app) return usage[at]
    return undefined
  }
}

/** Counts the connections of each app by how long they have not been used: rows are completed, none is made. */
export function usageOf(allowances: readonly Allowance[], connections: readonly ConnectionRow[]): readonly UsageRow[] {
  const find = usageFinder(allowances)
  for (const row of connections) {
    const usage = isLive(row) ? find(row.account, row.app) : undefined
    if (usage === undefined) continue
    usage.connections += 1
    usage[COUNTED[stateOf(row, usage.idleAfter)]] += 1
    usage.lastUsedAt = later(usage.lastUsedAt, row.lastUsedAt)
  }
  return allowances
}

const COUNTED = { used: 'used', fresh: 'fresh', idle: 'idle', 'never-used': 'never', unknown: 'unknown' } as const

/** What is only asked for, or only declared, cannot be used. */
export const isLive = ({ id, status }: Pick<ConnectionRow, 'id' | 'status'>): boolean =>
  id !== null && status !== 'requested'

/** *fresh*: never used and made less than `idleAfter` days ago, which says nothing yet. */
export function stateOf(
  { idleDays, lastUsedAt }: Pick<ConnectionRow, 'idleDays' | 'lastUsedAt'>,
  idleAfter: number,
): 'used' | 'fresh' | 'idle' | 'never-used' | 'unknown' {
  if (idleDays === null) return 'unknown'
  const isQuiet = idleDays >= idleAfter
  if (lastUsedAt === null) return isQuiet ? 'never-used' : 'fresh'
  return isQuiet ? 'idle' : 'used'
}
