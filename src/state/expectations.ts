import type { Address } from '../model/address.js'
import type { EstateDocument } from '../model/document.js'
import { addressOfDocument } from '../model/estate-name.js'

/** A set whose `expect` does not hold: the run is refused (exit 3). */
export interface Unexpected {
  readonly address: Address
  readonly message: string
}

type SetDocument = EstateDocument<'AccountSet'> | EstateDocument<'ProjectSet'>

/** Holds each set's `expect` against how often it matched. */
export function unexpected<D extends SetDocument>(
  sets: readonly D[],
  matched: ReadonlyMap<D, number>,
  what: 'accounts' | 'projects',
): Unexpected[] {
  return sets.flatMap((set) => {
    const { kind, value } = set
    const { min = 0, max = Number.POSITIVE_INFINITY } = value.expect ?? {}
    const count = matched.get(set) ?? 0
    if (count >= min && count <= max) return []
    const most = max === Number.POSITIVE_INFINITY ? 'or more' : `to ${max}`
    const { file, line } = set.source.locate(['expect'])
    const message = `${kind} ${value.name} matches ${count} ${what} and expects ${min} ${most} (${file}:${line})`
    return [{ address: addressOfDocument(set as EstateDocument), message }]
  })
}

/** How often each set is among those that matched. */
export function countMatches<D>(counts: Map<D, number>, matched: Iterable<D>): Map<D, number> {
  for (const set of matched) counts.set(set, (counts.get(set) ?? 0) + 1)
  return counts
}
