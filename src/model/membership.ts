/** Shorter lists are searched faster than a set of them is made, as few are asked often. */
const LONG = 500
const sets = new WeakMap<readonly string[], ReadonlySet<string>>()

/**
 * Does the list hold the item? A long list, such as the ten thousand projects of a selection, is asked about each
 * of them: it gets a set of its own. Lists of resources are replaced, never changed in place.
 */
export function isIn(list: readonly string[], item: string): boolean {
  if (list.length < LONG) return list.includes(item)
  let set = sets.get(list)
  if (set === undefined) {
    set = new Set(list)
    sets.set(list, set)
  }
  return set.has(item)
}
