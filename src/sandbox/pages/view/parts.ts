import { type Html, html, type Part } from './html.js'

export interface Column {
  /** What each cell is called where a row becomes a card, on small screens. */
  label: string
  /** The heading, where it is more than the label. */
  head?: Html
  /** Where the column's heading leads and how it is sorted now, where it can be. */
  sorted?: 'ascending' | 'descending'
}

/** A table that can be scrolled by keyboard where it is too wide; the first cell of each row is its heading. */
export function table(id: string, caption: Part, list: readonly Column[], rows: readonly Part[][]): Html {
  const head = list.map(
    (column) =>
      html`<th scope="col"${column.sorted && html` aria-sort="${column.sorted}"`}>${column.head ?? column.label}</th>`,
  )
  const body = rows.map(
    ([first, ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell, index) => cellOf(cell, list[index + 1]?.label))}</tr>`,
  )
  return html`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}">
<table><caption id="${id}">${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}

function cellOf(part: Part, label: string | undefined): Html {
  const cell = html`${part}`
  return cell.toString() === '' ? html`<td></td>` : html`<td data-label="${label}"><div>${cell}</div></td>`
}

export const columns = (...labels: string[]): Column[] => labels.map((label) => ({ label }))

type Tone = 'good' | 'wait' | 'bad' | 'none'

const MARKS: Record<Tone, string> = { good: '●', wait: '◐', bad: '▲', none: '○' }

/** A status in words, beside a sign of its own shape, so that colour is never all that tells. */
export const badge = (tone: Tone, text: string): Html =>
  html`<span class="badge ${tone}"><span aria-hidden="true">${MARKS[tone]}</span> ${text}</span>`

/** How many there are, as words. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** A day, as people read it. */
export const day = (time: string): Html => html`<time datetime="${time}">${time.slice(0, 10)}</time>`

export const empty = (text: Part): Html => html`<p class="empty">${text}</p>`
