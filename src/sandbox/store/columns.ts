import type { AnyRow, Collection } from '../rows.js'

/** What the store keeps beside a row's text. */
export interface Columns {
  account: string | null
  project: string | null
  app: string | null
  /** Whom the row is about: a connection's owner, a setting's user or group. */
  subject: string | null
  /** The human name; users and invitations are found by their e-mail address. */
  name: string | null
  status: string | null
}

/** Derives the searchable columns of a row. An account stands in its own scope. */
export function columnsOf(collection: Collection, row: AnyRow): Columns {
  return {
    account: collection === 'accounts' ? row.id : (row.account ?? null),
    project: row.project ?? null,
    app: row.app ?? null,
    subject: row.owner ?? row.user ?? row.group ?? null,
    name: row.name ?? row.email ?? null,
    status: row.status ?? null,
  }
}
