import { deflateSync } from 'node:zlib'
import { jsonText } from '../../escape.js'
import type { ColumnKind, TableMeta } from '../page-data.js'
import type { Settled, Texts } from './texts.js'

/** What a row says in one column. */
export type Column<Row> =
  | { readonly name: string; readonly kind: 'text'; readonly of: (row: Row) => string | null }
  | { readonly name: string; readonly kind: 'list'; readonly of: (row: Row) => readonly string[] }
  | { readonly name: string; readonly kind: 'number'; readonly of: (row: Row) => number | null }
  /** ISO 8601. */
  | { readonly name: string; readonly kind: 'time'; readonly of: (row: Row) => string | null }

/** A table as columns of numbers, whose texts are not settled yet. */
export interface Gathered {
  readonly name: string
  readonly rows: number
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind; readonly numbers: Int32Array }[]
}

export const gather = <Row>(
  name: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  texts: Texts,
): Gathered => ({
  name,
  rows: rows.length,
  columns: columns.map((column) => ({
    name: column.name,
    kind: column.kind,
    numbers: Int32Array.from(rows, (row) => numberOf(column, row, texts)),
  })),
})

function numberOf<Row>(column: Column<Row>, row: Row, texts: Texts): number {
  if (column.kind === 'text') return texts.text(column.of(row))
  if (column.kind === 'list') return texts.list(column.of(row))
  if (column.kind === 'number') return column.of(row) ?? -1
  const time = Date.parse(column.of(row) ?? '')
  return Number.isNaN(time) ? -1 : Math.floor(time / 60_000)
}

/** One part of the page: deflated (RFC 1950), in base64, so that nothing in it can be taken for markup. */
const packed = (bytes: Uint8Array | string): string => deflateSync(bytes).toString('base64')

/** Hands parts out one by one: of a large audit none is ever put together whole. */
export class Parts {
  *add(content: Uint8Array | string, made: (part: number) => void): Generator<string> {
    made(this.#next)
    yield `<script type="text/plain" data-part="${this.#next++}">${packed(content)}</script>\n`
  }

  #next = 0
}

/** So many texts stand in one part. */
const TEXTS = 20_000

/** The texts and lists of all tables. */
export function* textParts(
  { texts, lists }: Settled,
  parts: Parts,
  to: { texts: number[]; lists: number },
): Generator<string> {
  for (let from = 0; from < texts.length; from += TEXTS)
    yield* parts.add(jsonText(texts.slice(from, from + TEXTS)), (part) => to.texts.push(part))
  yield* parts.add(JSON.stringify(lists), (part) => {
    to.lists = part
  })
}

/** The columns of one table, under the numbers that texts have in the end; little-endian, four bytes each. */
export function* tableParts(table: Gathered, settled: Settled, parts: Parts, to: TableMeta[]): Generator<string> {
  const columns: { name: string; kind: ColumnKind; part: number }[] = []
  for (const { name, kind, numbers } of table.columns) {
    const rank = { text: settled.textRank, list: settled.listRank, number: null, time: null }[kind]
    yield* parts.add(bytesOf(rank === null ? numbers : numbers.map((at) => rank[at] ?? -1)), (part) =>
      columns.push({ name, kind, part }),
    )
  }
  to.push({ name: table.name, rows: table.rows, columns })
}

function bytesOf(numbers: Int32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(numbers.length * 4))
  for (const [at, number] of numbers.entries()) view.setInt32(at * 4, number, true)
  return new Uint8Array(view.buffer)
}
