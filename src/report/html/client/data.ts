import type { ColumnKind, PageExplanations, PageMeta } from '../page-data.js'

/** A table in the page: a number a row and column; what they mean, `kinds` tells. */
export interface Table {
  readonly name: string
  readonly rows: number
  readonly columns: Readonly<Record<string, Int32Array>>
  readonly kinds: Readonly<Record<string, ColumnKind>>
}

/** All that the page carries. */
export interface Data {
  readonly meta: PageMeta
  /** Sorted, so that a smaller index is an earlier text. */
  readonly texts: readonly string[]
  readonly lists: readonly (readonly number[])[]
  readonly tables: Readonly<Record<string, Table>>
  readonly explanations: PageExplanations
}

/** The number of a row in a column; −1 where there is none, or no such column. */
export const numberAt = (table: Table, column: string, row: number): number => table.columns[column]?.[row] ?? -1

/** The texts of a row in a column: none, one, or those of its list. */
export function textsAt(data: Data, table: Table, column: string, row: number): string[] {
  const number = numberAt(table, column, row)
  if (number < 0) return []
  if (table.kinds[column] === 'list') return (data.lists[number] ?? []).map((at) => data.texts[at] ?? '')
  return [data.texts[number] ?? '']
}

export const textAt = (data: Data, table: Table, column: string, row: number): string =>
  textsAt(data, table, column, row).join(', ')

/** `2026-11-22`, or with the time of day; empty for no time. */
export function timeText(minutes: number, isLong = false): string {
  if (minutes < 0) return ''
  const iso = new Date(minutes * 60_000).toISOString()
  return isLong ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso.slice(0, 10)
}

/** A cell as text, as a table or a spreadsheet shows it. */
export function cellText(data: Data, table: Table, column: string, row: number): string {
  const number = numberAt(table, column, row)
  if (column === 'verdict') return (data.meta.verdicts[number]?.name ?? '').replace('-', ' ')
  const kind = table.kinds[column]
  if (kind === 'time') return timeText(number)
  if (kind === 'number') return number < 0 ? '' : String(number)
  return textAt(data, table, column, row)
}
