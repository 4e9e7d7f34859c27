import { isDeepStrictEqual } from 'node:util'
import { isMap, sorted } from '../model/canonical.js'
import type { Attribution, Change } from '../model/generated/plan.js'
import type { AuditEvent, Snapshot } from '../model/snapshot.js'

/**
 * Tells which changes undo somebody's hand: the stated value was live after a write by Writ's principal, and another
 * principal wrote over it since. All else stays a difference.
 */
export function attribute(changes: readonly Change[], events: readonly AuditEvent[], snapshot: Snapshot): Change[] {
  const histories = historiesOf(events)
  const names = namesOf(snapshot)
  return changes.map((change) => {
    const history = histories.get(`${change.target.collection}/${change.target.id}`) ?? []
    const hand = handOf(change, history, snapshot.principal.id, names)
    // What the commit under review brings is its author's, whoever wrote meanwhile.
    return hand === null || change.origin === 'change' ? change : { ...change, origin: 'drift', attribution: hand }
  })
}

/** The events of each row, in their order. */
export function historiesOf(events: readonly AuditEvent[]): Map<string, AuditEvent[]> {
  const histories = new Map<string, AuditEvent[]>()
  for (const event of events) {
    const key = `${event.collection}/${event.resource}`
    const history = histories.get(key)
    if (history === undefined) histories.set(key, [event])
    else history.push(event)
  }
  return histories
}

/** Who wrote over a stated value of the row, field by field; the last one to do so answers for it. */
function handOf(
  { after, target: { collection } }: Change,
  history: readonly AuditEvent[],
  writ: string,
  names: ReadonlyMap<string, string>,
): Attribution | null {
  for (const [field, stated] of Object.entries(after ?? {})) {
    const column = COLUMNS[`${collection}.${field}`] ?? field
    const tells = (event: AuditEvent) => column in event.changes
    const last = history.findLast(tells)
    const ours = history.findLastIndex((event) => event.principal.id === writ)
    if (ours < 0 || last === undefined || last.principal.id === writ) continue
    const stood = history.slice(0, ours + 1).findLast(tells)?.changes[column]?.after
    // What Writ found as stated it did not write: then what was there before the next write tells.
    const left = stood === undefined ? history.slice(ours + 1).find(tells)?.changes[column]?.before : stood
    if (says(left, stated, names)) {
      return { principal: last.principal.name, at: last.at, via: last.via }
    }
  }
  return null
}

/** What the platform calls a field that plans name otherwise. */
const COLUMNS: Readonly<Record<string, string>> = { 'apps.state': 'status' }

/** Did a write state what the plan states? A plan tells of maps only the keys that differ. */
function says(wrote: unknown, stated: unknown, names: ReadonlyMap<string, string>): boolean {
  if (!isMap(wrote) || !isMap(stated)) return isDeepStrictEqual(named(wrote, names), named(stated, names))
  return Object.entries(stated).every(([key, value]) => says(wrote[key], value, names))
}

/** Ids of an event's lists become names, in one order. */
const named = (value: unknown, names: ReadonlyMap<string, string>): unknown =>
  Array.isArray(value) ? sorted(value.map((item) => names.get(String(item)) ?? String(item))) : value

/** What plans call the rows that events name by their ids. */
export function namesOf({ rows }: Snapshot): Map<string, string> {
  return new Map([
    ...[...rows.accounts.values(), ...rows.projects.values(), ...rows.groups.values()].map(
      ({ id, name }) => [id, name] as const,
    ),
    ...[...rows.users.values()].map(({ id, email }) => [id, email] as const),
  ])
}
