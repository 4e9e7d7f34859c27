import type { ConnectionRow } from '../model/audit.js'
import type { Snapshot } from '../model/snapshot.js'

const DAY = 24 * 60 * 60 * 1000

/** How long a connection has not been used, and what uses it. */
export type Use = (
  of: Pick<ConnectionRow, 'id' | 'app' | 'status' | 'createdAt' | 'lastUsedAt'>,
) => Pick<ConnectionRow, 'idleDays' | 'workflows'>

/**
 * Judged at the beginning of the day, as rules are. Of what is only asked for nothing is said, nor of a time that
 * cannot be read; and where no connection of a sort was ever used, by consent or by key, the platform does not tell.
 */
export function usesOn(day: string, { rows }: Pick<Snapshot, 'rows'>): Use {
  const using = new Map<string, string[]>()
  for (const { name, connections } of rows.workflows.values())
    for (const id of connections) using.set(id, [...(using.get(id) ?? []), name])
  const tells = tellsOf({ rows })
  return ({ id, app, status, createdAt, lastUsedAt }) => ({
    idleDays: status === 'requested' || !tells(app) ? null : daysWithout(day, lastUsedAt ?? createdAt),
    workflows: using.get(id ?? '') ?? NONE,
  })
}

const NONE: readonly string[] = []

/** Does the platform tell the last use of connections like those to this app? */
function tellsOf({ rows }: Pick<Snapshot, 'rows'>): (app: string) => boolean {
  const sorts = new Map([...rows.apps.values()].map(({ name, auth }) => [name, auth]))
  const told = new Set<string | undefined>()
  for (const { app, lastUsedAt } of rows.connections.values()) if (lastUsedAt !== null) told.add(sorts.get(app))
  return (app) => told.has(sorts.get(app))
}

function daysWithout(day: string, since: string | null): number | null {
  const quiet = Date.parse(day) - Date.parse(since ?? '')
  return Number.isNaN(quiet) ? null : Math.max(0, Math.floor(quiet / DAY))
}
