import type { ConnectionRow, Snapshot } from '../../model/snapshot.js'
import { holds, is, type ListView, more, shown } from './view.js'

/** The live connections and those that are asked for: whose they are, with what, and who may use them (C2, C4, U2, U6). */
export const connections: ListView = {
  collections: () => ['apps', 'accounts', 'projects', 'groups', 'users', 'connections'],
  columns: [
    ...shown('id', 'status', 'account', 'app', 'owner', 'name'),
    ...more(
      'project',
      'holder',
      'externalAccount',
      'usableBy',
      'scopes',
      'createdBy',
      'createdAt',
      'requestedAt',
      'lastUsedAt',
    ),
  ],
  nameColumn: 'name',
  statuses: ['active', 'needs-reauth', 'requested'],
  rows: (snapshot, { name, status, user, app, account }) => {
    const all = [...snapshot.rows.connections.values()]
    const rows = all
      .filter((row) => is(row.app, app) && is<string>(row.status, status) && holds(row.name ?? '', name))
      .map((row) => rowOf(snapshot, row))
      .filter((row) => is(row.account, account) && is<string | null>(row.owner, user))
    return { rows, total: all.length }
  },
}

function rowOf({ rows }: Snapshot, row: ConnectionRow) {
  const person = (id: string | null) => (id === null ? null : (rows.users.get(id)?.email ?? id))
  const { id, app, name, status, holder, externalAccount, usableBy, scopes, createdAt, requestedAt, lastUsedAt } = row
  return {
    ...{ id, app, name, status, holder, externalAccount, scopes, createdAt, requestedAt, lastUsedAt },
    account: rows.accounts.get(row.account)?.name ?? row.account,
    project: row.project === null ? null : (rows.projects.get(row.project)?.name ?? row.project),
    owner: person(row.owner),
    createdBy: person(row.createdBy),
    usableBy:
      usableBy === 'everyone'
        ? usableBy
        : { users: usableBy.users.map(person), groups: usableBy.groups.map((group) => pathOf({ rows }, group)) },
  }
}

/** `apollo/engineering`, or `engineering` of no project. */
function pathOf({ rows }: Pick<Snapshot, 'rows'>, id: string): string {
  const group = rows.groups.get(id)
  const project = group?.project == null ? undefined : rows.projects.get(group.project)
  return [project?.name, group?.name ?? id].filter((part) => part !== undefined).join('/')
}
