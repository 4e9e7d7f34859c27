import { compareText } from '../../model/canonical.js'
import type { ConnectionRow, InvitationRow, Snapshot, UserRow } from '../../model/snapshot.js'
import { groupBy } from '../../report/words.js'
import { holds, is, type ListFilters, type ListView, more, shown } from './view.js'

/** How somebody stands towards one integration; of several connections the most urgent status counts (U6). */
const INTEGRATION_STATUSES = ['needs-reauth', 'requested', 'active', 'off', 'not-connected'] as const
type IntegrationStatus = (typeof INTEGRATION_STATUSES)[number]

/** How somebody stands towards their account (U5). */
const STATES = ['joined', 'invited', 'expired', 'bounced'] as const

/**
 * Everybody with the status of each of their integrations (U2, U7), and those who were invited (U5). What somebody has
 * not connected is told where an app or a status is asked for.
 */
export const users: ListView = {
  collections: () => [
    ...(['apps', 'accounts', 'users', 'invitations', 'connections'] as const),
    ...(['account-integrations', 'user-integrations'] as const),
  ],
  columns: [
    ...shown('email', 'account', 'role', 'state', 'integrations'),
    ...more('department', 'designation', 'manager', 'id'),
  ],
  nameColumn: 'email',
  statuses: [...INTEGRATION_STATUSES, ...STATES],
  rows: (snapshot, filters) => {
    const all = [...people(snapshot), ...invited(snapshot)]
    const { name, user, account } = filters
    const asked = all.filter((row) => holds(row.email, name) && is(row.email, user) && is(row.account, account))
    return { rows: asked.flatMap((row) => narrowed(row, filters)), total: all.length }
  },
}

type Person = {
  readonly email: string
  readonly account: string | null
  readonly state: string
  readonly integrations: Readonly<Record<string, IntegrationStatus>>
}

/** An app and a status that are asked for together must meet in one integration. */
function narrowed(row: Person, { app, status }: ListFilters): Person[] {
  const ofPerson = status === undefined || STATES.some((state) => state === status)
  if (ofPerson && !is(row.state, status)) return []
  const asked = ofPerson ? undefined : status
  const entries = Object.entries(row.integrations).filter(
    ([name, each]) =>
      is(name, app) && (asked === undefined ? app !== undefined || each !== 'not-connected' : each === asked),
  )
  const isAskedFor = app !== undefined || asked !== undefined
  return isAskedFor && entries.length === 0 ? [] : [{ ...row, integrations: Object.fromEntries(entries) }]
}

function people(snapshot: Snapshot): Person[] {
  const { rows } = snapshot
  const statuses = statusesOf(snapshot)
  return [...rows.users.values()].map((row) => ({
    ...{ id: row.id, email: row.email, role: row.role, department: row.department, designation: row.designation },
    account: accountOf(snapshot, row),
    manager: row.manager === null ? null : (rows.users.get(row.manager)?.email ?? row.manager),
    state: 'joined',
    integrations: statuses(row),
  }))
}

/** Of several invitations to one address in an account the last one counts; whoever accepted is a person by now. */
function invited(snapshot: Snapshot): Person[] {
  const { rows } = snapshot
  const joined = new Set([...rows.users.values()].map(({ account, email }) => `${account} ${email}`))
  const last = new Map<string, InvitationRow>()
  for (const row of rows.invitations.values()) {
    const key = `${row.account} ${row.email}`
    if (row.status !== 'accepted' && !joined.has(key) && row.invitedAt >= (last.get(key)?.invitedAt ?? ''))
      last.set(key, row)
  }
  return [...last.values()].map((row) => ({
    ...{ id: row.id, email: row.email, role: row.role, department: row.department, designation: row.designation },
    ...{ account: accountOf(snapshot, row), manager: row.manager, integrations: {} },
    state: row.status === 'pending' ? 'invited' : row.status,
  }))
}

const accountOf = ({ rows }: Snapshot, { account }: { readonly account: string | null }): string | null =>
  account === null ? null : (rows.accounts.get(account)?.name ?? account)

/** The apps that are on in somebody's account, and those they are connected to, each with its status. */
function statusesOf({ rows }: Snapshot): (person: UserRow) => Person['integrations'] {
  const on = groupBy(
    [...rows['account-integrations'].values()].filter(({ enabled }) => enabled),
    ({ account }) => account,
  )
  const own = groupBy(rows.connections.values(), ({ owner }) => owner)
  return ({ id, account }) => {
    const connected = own.get(id) ?? []
    const offered = account === null ? [] : (on.get(account) ?? [])
    const names = new Set([...offered.map(({ app }) => app), ...connected.map(({ app }) => app)])
    const statusOf = (app: string) =>
      mostUrgent(connected.filter((each) => each.app === app)) ??
      (rows['user-integrations'].get(`${id}.${app}`)?.blocked ? 'off' : 'not-connected')
    return Object.fromEntries([...names].sort(compareText).map((app) => [app, statusOf(app)]))
  }
}

const mostUrgent = (connections: readonly ConnectionRow[]): IntegrationStatus | undefined =>
  INTEGRATION_STATUSES.find((status) => connections.some((each) => each.status === status))
