import { csvLine } from '../../csv.js'
import { cellText, type Data, type Table } from './data.js'
import { titleOf } from './layout.js'

/** Rows as CSV, all columns; cells that a spreadsheet would execute are made harmless. */
export function* csvOf(data: Data, table: Table, rows: Int32Array): Generator<string> {
  const columns = Object.keys(table.columns).filter((name) => name !== 'why')
  yield csvLine(columns.map(titleOf))
  for (const row of rows) yield csvLine(columns.map((name) => cellText(data, table, name, row)))
}

/** Lets the browser save a file: nothing leaves the page. */
export function download(name: string, pieces: Iterable<string>): void {
  const url = URL.createObjectURL(new Blob([...pieces], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name.replace(/[^\w.-]+/g, '-')
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
