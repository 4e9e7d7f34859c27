import { grouped } from '../../words.js'
import { html, htmlText, Markup } from '../markup.js'

/** So many rows of a sort stand in the page; the rest is counted. */
const MOST = 1_000

export interface Column<Row> {
  readonly title: string
  readonly of: (row: Row) => Markup | string | number | null
  readonly isNumber?: boolean
  /** Sentences: it is given room. */
  readonly isLong?: boolean
}

/** A table that is read, not searched: its first column names the row. What does not fit is said. */
export function plainTable<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Markup {
  const line = (row: Row) => html`<tr>${columns.map((column, at) => cell(column, row, at === 0))}</tr>\n`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="stacked">
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${sort(column)}>${column.title}</th>`)}</tr></thead>
<tbody>
${rows.slice(0, MOST).map(line)}</tbody></table></div>
${rows.length > MOST && html`<p class="more">${grouped(rows.length - MOST)} more are not on this page: <code>--format json</code> has all of them.</p>`}`
}

const sort = ({ isNumber, isLong }: Pick<Column<never>, 'isNumber' | 'isLong'>): Markup =>
  isNumber === true ? html` class="number"` : isLong === true ? html` class="long"` : html``

function cell<Row>(column: Column<Row>, row: Row, isFirst: boolean): Markup {
  const { title } = column
  const value = column.of(row)
  const shown = typeof value === 'number' ? grouped(value) : typeof value === 'string' ? breaking(value) : value
  return isFirst
    ? html`<th scope="row">${shown}</th>`
    : html`<td${sort(column)} data-label="${title}">${shown !== null && shown !== '' && html`<span>${shown}</span>`}</td>`
}

/** `file:line`, each on its own. */
export const places = (at: readonly { readonly file: string; readonly line: number }[]): Markup =>
  html`${[...new Set(at.map(({ file, line }) => `${file}:${line}`))].map((place) => html`<code class="place">${breaking(place)}</code> `)}`

/** A text that may break where a reader would break it: after the signs within addresses, paths and names. */
export const breaking = (text: string): Markup => new Markup(htmlText(text).replace(/[@/:.](?=\S)/g, '$&<wbr>'))
