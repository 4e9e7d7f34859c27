/**
 * Text from elsewhere as a code span: no Markdown, HTML, mention or reference in it acts, in a table cell either. The
 * text must be on one line, as `safe` leaves it.
 * @example code('a`b | @team') // '``a`b \\| @team``'
 */
export function code(text: string): string {
  if (text === '') return '` `'
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  // A backtick or a space at either end would be taken for the fence's.
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : ''
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`
}

/** A heading's or a cell's worth of text, cut with its length said. */
export const brief = (text: string, most = 300): string =>
  text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`
