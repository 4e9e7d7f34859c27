import { escape as shown } from './escape.js'

/**
 * A value whose every text, keys included, is fit to be shown. Renderers call it once at their door, so that
 * nothing behind it can forget: names, reasons and addresses come from documents and platforms.
 */
export function safe<T>(value: T): T {
  return made(value) as T
}

/** A log of GitHub or Azure takes a line that begins so for a command, and lines are wrapped at spaces. */
const COMMAND = /(?<=^|\s)(?:::|##(?=\[|vso))/g
const line = (text: string): string => shown(text).replace(COMMAND, (sign) => sign.replace(/^./, codePoint))
const codePoint = (sign: string): string => `\\u{${sign.charCodeAt(0).toString(16).toUpperCase()}}`

function made(value: unknown): unknown {
  if (typeof value === 'string') return line(value)
  if (Array.isArray(value)) return value.map(made)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  // fromEntries defines, where an assignment of `__proto__` would do something else
  return Object.fromEntries(entries.map(([key, each]) => [line(key), made(each)]))
}
