import { cellText, type Data, type Table } from './data.js'
import type { Layout } from './layout.js'

/** So many rows go on paper: some fifteen pages. */
export const PRINTED = 500

interface Props {
  readonly data: Data
  readonly table: Table
  readonly layout: Layout
  readonly rows: Int32Array
  readonly filters: string
}

/** The rows for paper, up to a bound, and what is left out. */
export function Printed({ data, table, layout, rows, filters }: Props) {
  const columns = layout.shown.filter(({ name }) => name in table.columns)
  const left = rows.length - PRINTED
  return (
    <section class="printed">
      <h2>{layout.title}</h2>
      <p>
        {rows.length.toLocaleString('en')} of {table.rows.toLocaleString('en')} rows
        {filters === '' ? '' : `, those with ${filters}`}.{' '}
        {left > 0 && (
          <strong>
            The first {PRINTED} are printed; {left.toLocaleString('en')} are left out.
          </strong>
        )}
      </p>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, title }) => (
              <th key={name} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from(rows.subarray(0, PRINTED), (row) => (
            <tr key={row}>
              {columns.map(({ name }) => (
                <td key={name}>
                  {name === 'verdict' && `${data.meta.verdicts[table.columns.verdict?.[row] ?? -1]?.sign ?? ''} `}
                  {cellText(data, table, name, row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
