import { escape as shown } from './escape.js'

/**
 * A value whose every text, keys included, is fit to be shown. Renderers call it once at their door, so that
 * nothing behind it can forget: names, reasons and addresses come from documents and platforms.
 */
export function safe<T>(value: T): T {
  return made(value) as T
}

function made(value: unknown): unknown {
  if (typeof value === 'string') return shown(value)
  if (Array.isArray(value)) return value.map(made)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  // fromEntries defines, where an assignment of `__proto__` would do something else
  return Object.fromEntries(entries.map(([key, each]) => [shown(key), made(each)]))
}
