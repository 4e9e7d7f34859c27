import { createHash } from 'node:crypto'

/** Canonical JSON (RFC 8785): one text for one value, whatever the order of its keys. Undefined members are left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
  return `{${members.join(',')}}`
}

/** `sha256:` and the hex digest of a value's canonical JSON. */
export const digest = (value: unknown): string =>
  `sha256:${createHash('sha256').update(canonical(value)).digest('hex')}`

/** Code-unit order: the same on every machine, whatever its locale. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A list as a set: sorted, each once. Most lists are so already, and then only copied. */
export function sorted(list: Iterable<string>): string[] {
  const items = [...list]
  const isSorted = items.every((item, at) => at === 0 || (items[at - 1] as string) < item)
  return isSorted ? items : [...new Set(items)].sort(compareText)
}

/** Equal as JSON values. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => same(item, b[at]))
  }
  return canonical(a) === canonical(b)
}

/** A JSON object, and neither null nor a list. */
export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
