/** Lines of a table with aligned columns; the first row is its head. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  const line = (row) =>
    row
      .map((cell, column) => String(cell).padEnd(widths[column]))
      .join('  ')
      .trimEnd()
  return [line(rows[0]), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line)].join('\n')
}

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`
export const times = (ratio) => `${ratio.toFixed(2)} ×`
export const mebibytes = (amount) => `${amount.toFixed(0)} MiB`
