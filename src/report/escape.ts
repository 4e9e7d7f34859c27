/** Longer texts are cut: a name may be a megabyte. */
const longest = 500

/** Controls, escapes, bidi and zero-width characters, separators, tags, noncharacters, lone surrogates. */
const hostile =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uD800-\uDFFF\uFEFF\uFFA0\uFFF0-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E0FFF}]|\u034F|[\u180B-\u180D\u180F]|[\uFE00-\uFE0D]/gu

const short = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

const visible = (character: string): string =>
  short.get(character) ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`

/**
 * Text from documents, platforms or faults as it may be shown on a terminal or in a log: on one line, of bounded
 * length, with everything that acts or hides written out. The one place that does so.
 *
 * @example escape('a\u001b[31mb') // 'a\\u{1B}[31mb'
 */
function escapeText(text: string, most: number = longest): string {
  if (text.length <= most) return text.replace(hostile, visible)
  return `${cutTo(text, most).replace(hostile, visible)}… (${text.length} characters)`
}

/** Does not cut a character in two. */
function cutTo(text: string, length: number): string {
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}

export { escapeText as escape }
