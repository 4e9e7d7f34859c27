import type { GateTold, HistoryAsked } from '../model/audit-detail.js'
import type { Attribution } from '../model/generated/plan.js'
import type { AuditEvent } from '../model/snapshot.js'
import type { GateSeen } from './explain.js'
import { lookUp, placesOfAll } from './places.js'
import type { RowReference } from './standing-on.js'

/** Asks the platform who wrote these rows, oldest event first; null where it does not tell. */
export type AskHistory = (of: readonly RowReference[]) => Promise<readonly AuditEvent[]>

/** The most rows that one audit asks about: each may cost a request. */
export const MOST_ASKED = 500

/** The fields that move a gate; all of them where none is named. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  registry: ['status', 'configured'],
  allowed: ['allowedApps'],
  menu: ['showIntegrations'],
}

/** Adds to each gate who last wrote what it stands on, as far as that was asked. */
export async function withHistory(
  gates: readonly GateSeen[],
  ask: AskHistory | null,
): Promise<{ readonly gates: GateTold[]; readonly history: HistoryAsked }> {
  const rows = new Map(gates.flatMap((gate) => gate.rows.map((row) => [keyOf(row), row] as const)))
  const wanted = [...rows.values()].slice(0, MOST_ASKED)
  const { events, reason } = await asked(wanted, ask)
  const known = new Set(events === null ? [] : wanted.map(keyOf))
  const histories = byRow(events ?? [])
  lookUp(gates.flatMap(({ statements }) => statements))
  return {
    gates: gates.map(({ rows: on, statements, ...seen }) => {
      const gate = { ...seen, at: placesOfAll(statements) }
      const isAsked = on.length > 0 && on.every((row) => known.has(keyOf(row)))
      return isAsked ? { ...gate, changedBy: lastOf(gate.gate, on, histories) } : gate
    }),
    history: { rows: rows.size, asked: known.size, reason },
  }
}

/** An audit without names of who changed what is an audit all the same. */
async function asked(
  rows: readonly RowReference[],
  ask: AskHistory | null,
): Promise<{ readonly events: readonly AuditEvent[] | null; readonly reason: string | null }> {
  if (rows.length === 0) return { events: null, reason: null }
  if (ask === null) return { events: null, reason: 'there is no platform to ask' }
  try {
    return { events: await ask(rows), reason: null }
  } catch (error) {
    return { events: null, reason: (error as Error).message }
  }
}

const keyOf = ({ collection, id }: RowReference): string => `${collection}/${id}`

function byRow(events: readonly AuditEvent[]): Map<string, AuditEvent[]> {
  const histories = new Map<string, AuditEvent[]>()
  for (const event of events) {
    const key = keyOf({ collection: event.collection as RowReference['collection'], id: event.resource })
    const history = histories.get(key)
    if (history === undefined) histories.set(key, [event])
    else history.push(event)
  }
  return histories
}

function lastOf(
  gate: string,
  rows: readonly RowReference[],
  histories: ReadonlyMap<string, readonly AuditEvent[]>,
): Attribution | null {
  const fields = FIELDS[gate]
  const moves = ({ changes }: AuditEvent) => fields === undefined || fields.some((field) => field in changes)
  const last = rows
    .flatMap((row) => (histories.get(keyOf(row)) ?? []).filter(moves))
    .reduce<AuditEvent | null>((late, each) => (late !== null && late.revision > each.revision ? late : each), null)
  return last && { principal: last.principal.name, at: last.at, via: last.via }
}
