/** Longer texts are cut: a name may be a megabyte. */
const longest = 500

/**
 * What acts or hides where text is shown: controls and escapes, bidi and zero-width characters, separators, tags,
 * noncharacters, lone surrogates. The selector that makes an emoji one is taken behind an emoji and nowhere else, and
 * of marks on one sign eight: more only cover what stands above.
 */
const hostile =
  /(?!(?<=\p{Extended_Pictographic})\uFE0F)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]|(?<=\p{M}{8})\p{M}/gu

/** A CI log takes a line for a command that begins with `::name`, or that holds `##[` or `##name[` anywhere. */
const command = /:(?=:[a-z])|#(?=#[[a-z])/gi

const short = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

const visible = (sign: string): string =>
  short.get(sign) ?? `\\u{${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`

/** Most texts are of these signs alone, and none of them hides. */
const printable = /^[ -~]*$/

const written = (text: string): string =>
  (printable.test(text) ? text : text.replace(hostile, visible)).replace(command, visible)

/**
 * Text from documents, platforms or faults as it may be shown on a terminal or in a log: on one line, of bounded
 * length, with everything that acts or hides written out. The one place that does so.
 *
 * @param most UTF-16 units of the text that are shown; of a longer one it is said how long it is
 * @example escape('a\u001b[31mb') // 'a\\u{1B}[31mb'
 */
function escapeText(text: string, most: number = longest): string {
  if (text.length <= most) return written(text)
  return `${written(cutTo(text, most))}… (${text.length} characters)`
}

/** Does not cut a character in two. */
function cutTo(text: string, length: number): string {
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}

/**
 * A value as JSON that reads back as exactly that value, and that no terminal and no log takes for anything else: what
 * acts or hides stands in it as `\u` and four digits.
 * @param indent spaces a level; all on one line where absent
 */
export function jsonText(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, null, indent)
  const shown = printable.test(text) ? text : text.replace(hostile, inJson)
  return shown.includes('##') ? shown.replace(/#(?=#[[a-z])/gi, '\\u0023') : shown
}

/** Line breaks are the layout's own: within a text JSON has none. */
const inJson = (sign: string): string => (sign === '\n' ? sign : sign.split('').map(unit).join(''))

const unit = (half: string): string => `\\u${half.charCodeAt(0).toString(16).padStart(4, '0')}`

export { escapeText as escape }

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in an element or a quoted attribute of XML and HTML. */
export const entities = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
