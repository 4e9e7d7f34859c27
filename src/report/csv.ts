import { escape as shown } from './escape.js'

/**
 * What a spreadsheet would take for a formula, with what it skips before it looks for one, and the wide forms of the
 * same signs that some take as well.
 */
const FORMULA = /^\s*[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/

/** What ends a cell here, or where the list separator is another. */
const BREAKS = /[",;\t]/

/**
 * One line of CSV (RFC 4180), its line break included; a cell is never cut, and takes one line. One that a
 * spreadsheet would execute begins with an apostrophe instead, as names come from customers, and what acts on a
 * terminal is written out; a number stays one.
 * @example csvLine(['=1+1', 'a,b', 3]) // `'=1+1,"a,b",3\r\n`
 */
export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = `${FORMULA.test(value) ? "'" : ''}${shown(value, Number.POSITIVE_INFINITY)}`
  return BREAKS.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
