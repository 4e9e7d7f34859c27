import type { AnyRow, Collection } from './rows.js'
import { columnsOf } from './store/columns.js'
import type { Cause, Effect, Write } from './write.js'

export interface FieldChange {
  before: unknown
  after: unknown
}

interface RowChange {
  action: Effect['op']
  cause: Cause
  collection: Collection
  revision: number
  before: AnyRow | undefined
  after: AnyRow | undefined
}

const NO_FIELD = new Set(['id', 'etag'])

/** The fields in which two rows differ, with both values; undefined when there is none. */
export function changesBetween(before: object = {}, after: object = {}): Record<string, FieldChange> | undefined {
  const was = new Map(Object.entries(before))
  const is = new Map(Object.entries(after))
  const fields = [...new Set([...was.keys(), ...is.keys()])].filter((field) => !NO_FIELD.has(field))
  const differing = fields.filter((field) => JSON.stringify(was.get(field)) !== JSON.stringify(is.get(field)))
  if (differing.length === 0) return undefined
  const change = (field: string): FieldChange => ({ before: was.get(field) ?? null, after: is.get(field) ?? null })
  return Object.fromEntries(differing.map((field) => [field, change(field)]))
}

/** Appends who changed what (C7); what the platform did by itself carries the same principal and says so. */
export function recordEvent(write: Write, change: RowChange): void {
  const { action, collection, revision, before, after } = change
  const { id: principal, name, via } = write.actor
  const row = (after ?? before) as AnyRow
  const { account } = columnsOf(collection, row)
  const event = {
    id: `evt_${String(revision).padStart(12, '0')}`,
    etag: String(revision),
    at: write.at,
    revision,
    principal: { id: principal, name },
    via: change.cause === 'platform' ? 'platform' : via,
    action,
    collection,
    resource: row.id,
    account,
    changes: changesBetween(before, after) ?? {},
  }
  write.store.sql
    .query('INSERT INTO audit VALUES (?,?,?,?,?,?,?)')
    .run(event.id, revision, account, principal, collection, row.id, JSON.stringify(event))
}
