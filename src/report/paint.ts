/** Colour repeats what signs and words say; whether there is any, the caller decides (NO_COLOR, no terminal). */
export interface Paint {
  readonly red: Brush
  readonly green: Brush
  readonly yellow: Brush
  readonly blue: Brush
  readonly dim: Brush
  readonly bold: Brush
}
export type Brush = (text: string) => string

const ESCAPE = '\u001b'
const brush =
  (on: number, off: number): Brush =>
  (text) =>
    text === '' ? '' : `${ESCAPE}[${on}m${text}${ESCAPE}[${off}m`
const plain: Brush = (text) => text

const COLOURED: Paint = {
  red: brush(31, 39),
  green: brush(32, 39),
  yellow: brush(33, 39),
  blue: brush(34, 39),
  dim: brush(2, 22),
  bold: brush(1, 22),
}
const PLAIN: Paint = { red: plain, green: plain, yellow: plain, blue: plain, dim: plain, bold: plain }

export const paint = (colour: boolean): Paint => (colour ? COLOURED : PLAIN)

/** Where a code that `paint` made begins at `at`, the place behind it; else `at`. */
export function behindCode(text: string, at: number): number {
  if (text[at] !== ESCAPE) return at
  const end = text.indexOf('m', at)
  return end < 0 ? at : end + 1
}
