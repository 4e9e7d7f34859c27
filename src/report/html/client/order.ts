import type { Table } from './data.js'

/** Sorts rows by a column, those without a value last in either direction; rows alike keep their order. */
export function sorted({ columns }: Table, rows: Int32Array, column: string, descending: boolean): Int32Array {
  const numbers = columns[column]
  if (numbers === undefined) return rows
  const most = largest(numbers, rows)
  const size = rows.length
  // One number a row holds value and place: sorting numbers needs no comparing function.
  const keys = new Float64Array(size)
  for (let at = 0; at < size; at += 1) {
    const number = numbers[rows[at] as number] as number
    keys[at] = (number < 0 ? most + 1 : descending ? most - number : number) * size + at
  }
  keys.sort()
  const order = new Int32Array(size)
  for (let at = 0; at < size; at += 1) order[at] = rows[(keys[at] as number) % size] as number
  return order
}

function largest(numbers: Int32Array, rows: Int32Array): number {
  let most = 0
  for (const row of rows) if ((numbers[row] as number) > most) most = numbers[row] as number
  return most
}

/** Rows with the same value in a column: they stand from one place of the order to before another. */
export interface Group {
  /** The number in the column; −1 where there is none. */
  readonly value: number
  readonly from: number
  readonly to: number
}

/** Brings rows with the same value together, and keeps their order within. */
export function grouped(table: Table, rows: Int32Array, column: string): { rows: Int32Array; groups: Group[] } {
  const numbers = table.columns[column]
  if (numbers === undefined) return { rows, groups: [] }
  const together = sorted(table, rows, column, false)
  const groups: Group[] = []
  let from = 0
  for (let at = 1; at <= together.length; at += 1) {
    const value = numbers[together[from] as number] as number
    if (at < together.length && numbers[together[at] as number] === value) continue
    groups.push({ value, from, to: at })
    from = at
  }
  return { rows: together, groups }
}

/** What a list shows: rows, and above each group a line, as −1 minus its number; closed groups show only that. */
export function items(rows: Int32Array, groups: readonly Group[], isOpen: (group: number) => boolean): Int32Array {
  if (groups.length === 0) return rows
  const shown: number[] = []
  for (const [at, { from, to }] of groups.entries()) {
    shown.push(-1 - at)
    if (isOpen(at)) for (let place = from; place < to; place += 1) shown.push(rows[place] as number)
  }
  return Int32Array.from(shown)
}
