/** What a spreadsheet would take for a formula, or skips before looking for one. */
const FORMULA = /^[=+\-@\t\r]/

/**
 * One line of CSV (RFC 4180), its line break included. A cell that a spreadsheet would execute begins with an
 * apostrophe instead, as names come from customers; a number stays one.
 * @example csvLine(['=1+1', 'a,b', 3]) // `'=1+1,"a,b",3\r\n`
 */
export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
