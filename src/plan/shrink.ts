import type { ShrinkGuard, Shrunk } from '../model/generated/plan.js'
import type { Snapshot } from '../model/snapshot.js'
import type { Entering, Withholding } from './withhold.js'

/** What the newest record says that it saw: rows of each collection that was read whole. */
export interface LastSeen {
  /** When it was seen, ISO 8601. */
  readonly at: string
  readonly rows: Readonly<Record<string, number>>
}

/** A fall of more than a fifth, and of more than ten rows, may be a listing that is not whole (a 200 with less data). */
const isImplausible = (before: number, now: number): boolean => before - now > 10 && (before - now) * 5 > before

/** Rows of each collection whose list over the whole platform was proven complete; of others nobody knows (E4). */
export const rowCounts = ({ rows, reads }: Pick<Snapshot, 'rows' | 'reads'>): Record<string, number> =>
  Object.fromEntries(
    reads
      .filter(({ account, complete }) => account === null && complete)
      .map(({ collection }) => [collection, rows[collection].size]),
  )

/** Compares what was read with the last record. Without one the guard is off, and the plan says so. */
export function shrinkGuard(
  now: Readonly<Record<string, number>>,
  last: LastSeen | null,
  confirmed: readonly string[],
): ShrinkGuard {
  if (last === null) return { state: 'off', since: null, shrunk: [] }
  const shrunk: Shrunk[] = Object.entries(last.rows).flatMap(([collection, before]) => {
    const count = now[collection]
    if (count === undefined || !isImplausible(before, count)) return []
    return [{ collection, before, now: count, confirmed: confirmed.includes(collection) }]
  })
  const isTripped = shrunk.some((each) => !each.confirmed)
  const state = isTripped ? 'tripped' : shrunk.length > 0 ? 'confirmed' : 'on'
  return { state, since: last.at, shrunk }
}

/**
 * What a run is to record as seen: what is now, but of a shrink that nobody confirmed, and of what was not read whole,
 * what was seen before. Otherwise one refused run would teach the next one to believe the gap.
 */
export function rowsToRemember(
  now: Readonly<Record<string, number>>,
  last: LastSeen | null,
  { shrunk }: ShrinkGuard,
): Record<string, number> {
  const doubted = shrunk.filter(({ confirmed }) => !confirmed).map(({ collection, before }) => [collection, before])
  return { ...last?.rows, ...now, ...Object.fromEntries(doubted) }
}

/**
 * While a shrink is in doubt nothing closes, goes or is revoked; and what may be missing from that very list only is not
 * made, nor anybody asked, a second time. What opens goes on.
 */
export function holdShrunk(guard: ShrinkGuard): Withholding {
  const doubted = guard.shrunk.filter(({ confirmed }) => !confirmed)
  if (doubted.length === 0) return () => null
  const told = doubted.map(({ collection, before, now }) => `${collection} ${before} to ${now}`).join(', ')
  const flags = doubted.map(({ collection }) => `--confirm-shrink ${collection}`).join(' ')
  const message = `fewer rows than at the last record (${told}), so the list may not be whole; if it is, add ${flags}`
  const collections = new Set(doubted.map(({ collection }) => collection))
  return (change) =>
    shuts(change) || (isNew(change) && collections.has(change.target.collection))
      ? { reason: 'shrink', message, rest: 'opens' }
      : null
}

const shuts = ({ direction, operation }: Entering): boolean =>
  direction === 'closes' || direction === 'mixed' || operation === 'remove' || operation === 'revoke'

const isNew = ({ operation }: Entering): boolean => operation === 'create' || operation === 'invite'
