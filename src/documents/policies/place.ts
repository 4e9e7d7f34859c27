import type { Position } from '../../model/diagnostic.js'
import type { Path, Source } from '../../model/document.js'

/** How many lines of a file a rule may cover to be pointed into. */
const most = 200

/** Some characters of a text in a document, as a place in its file; the whole text where they cannot be told apart. */
export function placeIn(source: Source, path: Path, text: string, offset: number, length: number): Position {
  const whole = source.locate(path)
  const lines = source
    .excerpt(whole, most)
    .filter(({ line }) => line >= whole.line)
    .map((each) => each.text)
  const raw = [(lines[0] ?? '').slice(whole.column - 1), ...lines.slice(1)].join('\n')
  const at = offsetInRaw(raw, text, offset)
  if (at === null) return whole
  const before = raw.slice(0, at).split('\n')
  const line = whole.line + before.length - 1
  const column = (before.at(-1) ?? '').length + (before.length === 1 ? whole.column : 1)
  const rest = (raw.slice(at).split('\n')[0] ?? '').length
  return { file: whole.file, line, column, endLine: line, endColumn: column + Math.max(1, Math.min(length, rest)) }
}

/**
 * Where in a scalar as it is written a character of its value stands: quotes, escapes and folded lines lie between the
 * two. Null where they do not run along.
 */
export function offsetInRaw(raw: string, text: string, offset: number): number | null {
  const quote = raw[0] === '"' || raw[0] === "'" ? raw[0] : ''
  let at = quote.length
  for (let index = 0; index <= Math.min(offset, text.length - 1); index++) {
    const sign = text[index] as string
    while (at < raw.length && raw[at] !== sign && isSpace(raw[at]) && !isSpace(sign)) at++
    if (index === Math.min(offset, text.length - 1)) return at < raw.length ? at : null
    const width = widthOf(raw, at, sign, quote)
    if (width === null) return null
    at += width
  }
  return null
}

const isSpace = (sign: string | undefined): boolean => sign === ' ' || sign === '\n' || sign === '\t'
const ESCAPED: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 }

/** How many characters one of the value takes where it is written. */
function widthOf(raw: string, at: number, sign: string, quote: string): number | null {
  if (quote === '"' && raw[at] === '\\') return ESCAPED[raw[at + 1] ?? ''] ?? 2
  if (quote === "'" && sign === "'" && raw.startsWith("''", at)) return 2
  if (raw[at] === sign) return 1
  // A space of the value may be a line's end, and what indents the next is skipped before the next sign.
  return isSpace(sign) ? (isSpace(raw[at]) ? 1 : 0) : null
}
