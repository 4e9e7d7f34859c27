type Fields = Record<string, unknown>

const isMap = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON merge-patch (RFC 7396): maps key by key, null takes a key away, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch
  const merged = new Map(Object.entries(isMap(target) ? target : {}))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergePatch(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

/** Merges a patch into a row, whose own fields are never taken away: null there is a value. */
export function patchRow<R extends object>(row: R, patch: Partial<R>): R {
  const fields = Object.entries(patch).map(([key, value]) => [
    key,
    value === null ? null : mergePatch((row as Fields)[key], value),
  ])
  return { ...row, ...Object.fromEntries(fields) }
}

/** A list as rows keep it: each entry once, sorted by code unit. */
export const sortedSet = (items: Iterable<string>): string[] => [...new Set(items)].sort()
