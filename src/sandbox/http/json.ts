import { invalidAt, Problem } from '../problems.js'
import type { Limits } from './limits.js'

const QUOTE = 34
const BACKSLASH = 92
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP, COMMA] = [91, 93, 123, 125, 44]

/**
 * The value of a JSON text. Depth and number of values are counted before anything is built, since a short text of brackets
 * takes a hundred times its size in memory. A key `__proto__` is refused: no row has one, and much code would trip over it.
 */
export function readJson(text: string, limits: Pick<Limits, 'jsonDepth' | 'jsonValues'>): unknown {
  demandSize(text, limits)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalidAt('', 'is not JSON')
  }
  demandPlainKeys(value)
  return value
}

function demandSize(text: string, { jsonDepth, jsonValues }: Pick<Limits, 'jsonDepth' | 'jsonValues'>): void {
  let depth = 0
  let values = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === QUOTE) at = endOfString(text, at)
    else if (sign === OPEN_LIST || sign === OPEN_MAP) depth += 1
    else if (sign === CLOSE_LIST || sign === CLOSE_MAP) depth -= 1
    else if (sign === COMMA) values += 1
    if (depth > jsonDepth) throw new Problem('too-large', `Bodies are up to ${jsonDepth} levels deep.`)
    if (values > jsonValues) throw new Problem('too-large', `Bodies have up to ${jsonValues} values.`)
  }
}

/** Where the string that begins here ends; behind the text where it does not. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at
}

function demandPlainKeys(root: unknown): void {
  const rest: unknown[] = [root]
  while (rest.length > 0) {
    const value = rest.pop()
    if (typeof value !== 'object' || value === null) continue
    if (Object.hasOwn(value, '__proto__')) throw invalidAt('/__proto__', 'is no field')
    for (const part of Object.values(value)) if (typeof part === 'object') rest.push(part)
  }
}
