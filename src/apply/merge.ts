import { isDeepStrictEqual } from 'node:util'

type Fields = Readonly<Record<string, unknown>>

const isMap = (value: unknown): value is Fields => value !== null && typeof value === 'object' && !Array.isArray(value)

/** A row after a merge-patch: maps key by key, null takes a key away, all else is replaced whole. */
export function merged(row: Fields, patch: Fields): Fields {
  const result: Record<string, unknown> = { ...row }
  for (const [key, value] of Object.entries(patch)) {
    const before = row[key]
    result[key] = isMap(value) && isMap(before) ? withoutNulls({ ...before, ...value }) : value
  }
  return result
}

const withoutNulls = (map: Fields): Fields =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== null))

/** Would a write of this body leave the row as it is? Lists stand for sets. */
export function wouldChangeNothing(row: Fields, body: Fields): boolean {
  const after = merged(row, body)
  return Object.keys(body).every((key) => sameValue(row[key], after[key]))
}

/** Equal, where the order of a list says nothing. */
export const sameValue = (one: unknown, other: unknown): boolean => isDeepStrictEqual(unordered(one), unordered(other))

function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unordered).sort()
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unordered(inner)]))
}
