import { cellText, type Data, type Table } from './data.js'
import { LAYOUTS, type Layout } from './layout.js'
import { sorted } from './order.js'
import { find, NO_FILTERS } from './query.js'
import { Breaking } from './text.js'

/** So many rows go on paper: some fifteen pages. */
export const PRINTED = 500

interface Props {
  readonly data: Data
  readonly table: Table
  readonly layout: Layout
  readonly rows: Int32Array
  /** In words. */
  readonly filters: string
  /** Instead of what the layout is called. */
  readonly title?: string
}

/** Whatever view is open, what an auditor must not miss goes on paper: the gravest first. */
export function NotConforming({ data }: { readonly data: Data }) {
  const verdict = data.meta.verdicts.map(({ name }) => name).filter((name) => name !== 'conforming')
  return (
    <>
      {[LAYOUTS.access, LAYOUTS.connections].map((layout) => {
        const table = data.tables[layout?.table ?? '']
        if (layout === undefined || table === undefined) return null
        const rows = sorted(table, find(data, table, { ...NO_FILTERS, verdict }).rows, 'verdict', false)
        const title = `${layout.title}: not conforming`
        return (
          <Printed key={layout.table} {...{ data, table, layout, rows, title }} filters="a verdict but conforming" />
        )
      })}
    </>
  )
}

/** The rows for paper, up to a bound, and what is left out. */
export function Printed({ data, table, layout, rows, filters, title = layout.title }: Props) {
  const columns = layout.shown.filter(({ name }) => name in table.columns)
  const left = rows.length - PRINTED
  return (
    <section class="printed" aria-label={title}>
      <h2>{title}</h2>
      <p>
        {rows.length.toLocaleString('en')} of {table.rows.toLocaleString('en')} rows
        {filters === '' ? '' : `, those with ${filters}`}.{' '}
        {left > 0 && (
          <strong>
            The first {PRINTED} are printed; {left.toLocaleString('en')} are left out. The list in the page has all of
            them.
          </strong>
        )}
      </p>
      {rows.length > 0 && (
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
                  <td key={name} class={`c-${name}`}>
                    {name === 'verdict' && `${data.meta.verdicts[table.columns.verdict?.[row] ?? -1]?.sign ?? ''} `}
                    <Breaking text={cellText(data, table, name, row)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
