/** What an unquoted scalar means: a value of YAML 1.2's core schema, or why Writ refuses it. */
export type Plain = { readonly value: string | number | boolean } | { readonly refused: Refusal }
export type Refusal = 'null' | 'number-form' | 'unsafe-number' | 'not-a-number'

const number = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/
const integer = /^[-+]?\d+$/
/** Numbers to some reader, text or another number to YAML 1.2: leading zeros, underscores, other bases. */
const misleading = /^[-+]?(?:0\d+|\d+_[\d_]*|0[xob][\da-fA-F_]+)$/
const notANumber = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const words = new Map<string, Plain>([
  ...['true', 'True', 'TRUE'].map((word) => [word, { value: true }] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, { value: false }] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, { refused: 'null' }] as const),
])
const longestWord = 5

/** Resolves an unquoted scalar. Dates, `no` and `off` are text. */
export function resolvePlain(text: string): Plain {
  if (text.length <= longestWord) {
    const word = words.get(text)
    if (word) return word
  }
  return startsLikeNumber(text.charCodeAt(0)) ? resolveNumber(text) : { value: text }
}

/** Whether an unquoted scalar with this first character may be anything but text, apart from the words. */
export const startsLikeNumber = (first: number): boolean =>
  (first >= 48 && first <= 57) || first === 45 || first === 43 || first === 46

function resolveNumber(text: string): Plain {
  if (notANumber.test(text)) return { refused: 'not-a-number' }
  if (misleading.test(text)) return { refused: 'number-form' }
  if (!number.test(text)) return { value: text }
  const value = Number(text)
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return { refused: 'unsafe-number' }
  return { value: integer.test(text) && value === 0 ? 0 : value }
}
