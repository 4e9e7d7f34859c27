import type { ConnectionRow } from '../model/audit.js'
import type { Snapshot } from '../model/snapshot.js'

const DAY = 24 * 60 * 60 * 1000

/** How long a connection has not been used, and what uses it. */
export type Use = (
  of: Pick<ConnectionRow, 'id' | 'status' | 'createdAt' | 'lastUsedAt'>,
) => Pick<ConnectionRow, 'idleDays' | 'workflows'>

/** Judged at the beginning of the day, as rules are; of what is only asked for, or of a time that cannot be read, nothing is said. */
export function usesOn(day: string, { rows }: Pick<Snapshot, 'rows'>): Use {
  const using = new Map<string, string[]>()
  for (const { name, connections } of rows.workflows.values())
    for (const id of connections) using.set(id, [...(using.get(id) ?? []), name])
  return ({ id, status, createdAt, lastUsedAt }) => ({
    idleDays: status === 'requested' ? null : daysWithout(day, lastUsedAt ?? createdAt),
    workflows: using.get(id ?? '') ?? [],
  })
}

function daysWithout(day: string, since: string | null): number | null {
  const quiet = Date.parse(day) - Date.parse(since ?? '')
  return Number.isNaN(quiet) ? null : Math.max(0, Math.floor(quiet / DAY))
}
