import { isDeepStrictEqual } from 'node:util'
import { sorted } from '../model/canonical.js'
import type { Attribution, Change } from '../model/generated/plan.js'
import type { AuditEvent, Snapshot } from '../model/snapshot.js'

/**
 * Tells which changes undo somebody's hand: the stated value was live after a write by Writ's principal, and another
 * principal wrote over it since. All else stays a difference.
 */
export function attribute(changes: readonly Change[], events: readonly AuditEvent[], snapshot: Snapshot): Change[] {
  const histories = new Map<string, AuditEvent[]>()
  for (const event of events) {
    const key = `${event.collection}/${event.resource}`
    const history = histories.get(key)
    if (history === undefined) histories.set(key, [event])
    else history.push(event)
  }
  const names = namesOf(snapshot)
  return changes.map((change) => {
    const history = histories.get(`${change.target.collection}/${change.target.id}`) ?? []
    const hand = handOf(change, history, snapshot.principal.id, names)
    return hand === null ? change : { ...change, origin: 'drift', attribution: hand }
  })
}

/** Who wrote over a stated value of the row, field by field; the last one to do so answers for it. */
function handOf(
  change: Change,
  history: readonly AuditEvent[],
  writ: string,
  names: ReadonlyMap<string, string>,
): Attribution | null {
  for (const [field, stated] of Object.entries(change.after ?? {})) {
    const writes = history.filter((event) => field in event.changes)
    const ours = writes.findLastIndex((event) => event.principal.id === writ)
    const last = writes.at(-1)
    const wrote = writes[ours]?.changes[field]?.after
    if (ours < 0 || last === undefined || ours === writes.length - 1) continue
    if (isDeepStrictEqual(named(wrote, names), named(stated, names))) {
      return { principal: last.principal.name, at: last.at, via: last.via }
    }
  }
  return null
}

/** Ids of an event's lists become names, in one order. */
const named = (value: unknown, names: ReadonlyMap<string, string>): unknown =>
  Array.isArray(value) ? sorted(value.map((item) => names.get(String(item)) ?? String(item))) : value

function namesOf({ rows }: Snapshot): Map<string, string> {
  return new Map([
    ...[...rows.projects.values(), ...rows.groups.values()].map(({ id, name }) => [id, name] as const),
    ...[...rows.users.values()].map(({ id, email }) => [id, email] as const),
  ])
}
