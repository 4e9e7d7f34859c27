import { behindCode } from './paint.js'

/** How many columns a terminal needs for a text: codes none, marks none, wide signs two. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length
  let width = 0
  for (const piece of pieces(text)) width += piece.width
  return width
}

const NARROW = /^[ -~]*$/
const MARK = /^\p{M}$/u
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2fb}\u{20000}-\u{3fffd}]$/u
/** Behind a sign, it asks for the sign's picture. */
const PICTURE = '\ufe0f'

const signWidth = (sign: string, next: string | undefined): number => {
  if (MARK.test(sign)) return 0
  return WIDE.test(sign) || next === PICTURE ? 2 : 1
}

/** The signs of a text and the codes between them, each with its width. */
function* pieces(text: string): Generator<{ text: string; width: number }> {
  for (let at = 0; at < text.length; ) {
    const end = behindCode(text, at)
    const sign = String.fromCodePoint(text.codePointAt(at) ?? 0)
    const piece = end > at ? text.slice(at, end) : sign
    yield { text: piece, width: end > at ? 0 : signWidth(sign, text[at + sign.length]) }
    at += piece.length
  }
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - displayWidth(text)))

/** Breaks a text at its spaces into lines of at most `width` columns; a longer word is cut. Never empty. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(1, width)
  if (displayWidth(text) <= room) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((each) => cut(each, room))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || displayWidth(longer) <= room) line = longer
    else {
      lines.push(line.trimEnd())
      line = word
    }
  }
  return [...lines, line]
}

function cut(word: string, room: number): string[] {
  if (displayWidth(word) <= room) return [word]
  const parts = ['']
  let used = 0
  for (const piece of pieces(word)) {
    if (used + piece.width > room) {
      parts.push('')
      used = 0
    }
    parts[parts.length - 1] += piece.text
    used += piece.width
  }
  return parts
}
