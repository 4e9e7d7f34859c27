import { allows } from '../access/gates.js'
import type { AccessRow, ConnectionRow } from '../model/audit.js'
import type { AllowedBy, UsageRow } from '../model/audit-detail.js'
import { sorted } from '../model/canonical.js'
import type { Statement } from '../model/document.js'
import { child, children } from '../model/resource.js'
import type { Audited } from './access.js'
import { groupedBy } from './grouped.js'
import { later } from './owned.js'
import { placeOf } from './places.js'

/** After so many days without use a connection is idle, where the estate says nothing of it. */
export const IDLE_AFTER = 90

/** One app of an account before its connections are counted: what the tree says, which goes before they are judged. */
export type Allowance = Pick<
  UsageRow,
  'account' | 'app' | 'allowed' | 'on' | 'people' | 'connected' | 'idleAfter' | 'by'
> & {
  /** Everything is allowed there: no line of an allow-list could go. */
  readonly isAll: boolean
}

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
    ...{ account: account.key, app, allowed: allows(account, app), isAll: allowedApps === 'all' },
    on: !world.levels.includes('account') || child(account, 'account-integration', app)?.fields.enabled === true,
    people: using.get(app)?.may ?? 0,
    connected: using.get(app)?.do ?? 0,
    idleAfter: idleAfter ?? idleDays ?? IDLE_AFTER,
    by: (because?.([], [app])?.statements ?? []).map((statement) => allowedBy(statement, nameOf)),
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

/** One statement is kept once, however many accounts it allows an app to. */
function allowedBy(statement: Statement, nameOf: NameOf): AllowedBy {
  const place = placeOf(statement)
  const seen = known.get(place) ?? { statement: nameOf(statement.source), ...place }
  known.set(place, seen)
  return seen
}

/** Counts the connections of each app by how long they have not been used. */
export function usageOf(allowances: readonly Allowance[], connections: readonly ConnectionRow[]): UsageRow[] {
  const byApp = groupedBy(connections.filter(isLive), ({ account, app }) => `${account}\n${app}`)
  return allowances.map(({ isAll: _, ...allowance }) => {
    const rows = byApp.get(`${allowance.account}\n${allowance.app}`) ?? []
    const states = rows.map((row) => stateOf(row, allowance.idleAfter))
    const counted = (state: ReturnType<typeof stateOf>) => states.filter((each) => each === state).length
    return {
      ...allowance,
      connections: rows.length,
      ...{ used: counted('used'), fresh: counted('fresh'), idle: counted('idle') },
      ...{ never: counted('never-used'), unknown: counted('unknown') },
      lastUsedAt: rows.reduce<string | null>((last, row) => later(last, row.lastUsedAt), null),
    }
  })
}

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
