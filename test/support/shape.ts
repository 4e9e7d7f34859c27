/** Maps whose keys are names of the estate or the platform: what they hold is no part of a format's shape. */
const BY_NAME = new Set([
  ...['before', 'after', 'was', 'stays', 'declared', 'live', 'labels', 'integrations', 'platform.integrations'],
  ...['intents', 'catalogue', 'fields', 'byStatus'],
])

/** Paths and types of what some values of one format hold, sorted: `changes[].address string`, `record.signedBy null|string`. */
export function shapeOf(values: readonly unknown[]): string[] {
  const types = new Map<string, Set<string>>()
  const note = (path: string, type: string) => types.set(path, (types.get(path) ?? new Set()).add(type))
  const walk = (value: unknown, path: string, key: string): void => {
    if (Array.isArray(value)) {
      note(path, 'array')
      for (const each of value) walk(each, `${path}[]`, key)
    } else if (typeof value === 'object' && value !== null) {
      if (path !== '') note(path, 'object')
      if (!BY_NAME.has(key))
        for (const [name, each] of Object.entries(value)) walk(each, path === '' ? name : `${path}.${name}`, name)
    } else note(path, value === null ? 'null' : typeof value)
  }
  for (const value of values) walk(value, '', '')
  return [...types]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, of]) => `${path} ${[...of].sort().join('|')}`)
}
