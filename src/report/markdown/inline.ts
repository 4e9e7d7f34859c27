/**
 * Text from elsewhere as a code span: no Markdown, HTML, mention or reference in it acts. The text must be on one line,
 * as `safe` leaves it. Not for cells of tables.
 * @example code('a`b | @team') // '``a`b | @team``'
 */
export function code(text: string): string {
  if (text === '') return '` `'
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  // A backtick or a space at either end would be taken for the fence's.
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : ''
  return `${fence}${pad}${text}${pad}${fence}`
}

/** The same in a cell of a table, where a bar would end the cell: how a backslash before it counts, hosts do not agree on. */
export const cell = (text: string): string => (text === '' ? '' : code(text.replaceAll('|', '\\u{7C}')))

/** A line's worth of text, cut with its length said. */
export const brief = (text: string, most = 300): string =>
  text.length <= most ? text : `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}… (${text.length} characters)`

/** As code, cut to a line's worth. */
export const said = (text: string, most?: number): string => code(brief(text, most))

/** What of a name may stand within an HTML comment and not end it. */
export const plain = (text: string): string =>
  text
    .slice(0, 100)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '_')
