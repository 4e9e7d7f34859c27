import type { PageExplanations, PageMeta, TableMeta } from '../page-data.js'
import type { Data, Table } from './data.js'

/** Reads what the page carries. Nothing is fetched: parts stand in the page, deflated. */
export async function load(page: Document): Promise<Data> {
  const meta = JSON.parse(page.getElementById('meta')?.textContent ?? 'null') as PageMeta
  const parts = [...page.querySelectorAll<HTMLScriptElement>('script[data-part]')]
  const part = (at: number): Promise<ArrayBuffer> => inflated(parts[at]?.textContent ?? '')
  const json = async (at: number): Promise<unknown> => JSON.parse(new TextDecoder().decode(await part(at)))
  const texts = await Promise.all(meta.texts.map(json))
  const tables = await Promise.all(meta.tables.map((table) => tableOf(table, part)))
  const data = {
    meta,
    texts: (texts as string[][]).flat(),
    lists: (await json(meta.lists)) as number[][],
    tables: Object.fromEntries(tables.map((table) => [table.name, table])),
    explanations: (await json(meta.explanations)) as PageExplanations,
  }
  for (const each of parts) each.remove()
  return data
}

async function inflated(base64: string): Promise<ArrayBuffer> {
  const packed = atob(base64)
  const bytes = new Uint8Array(packed.length)
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at)
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))
  return new Response(stream).arrayBuffer()
}

async function tableOf({ name, rows, columns }: TableMeta, part: (at: number) => Promise<ArrayBuffer>): Promise<Table> {
  const numbers = await Promise.all(columns.map(async (column) => numbersOf(await part(column.part))))
  return {
    name,
    rows,
    columns: Object.fromEntries(columns.map((column, at) => [column.name, numbers[at] ?? new Int32Array()])),
    kinds: Object.fromEntries(columns.map((column) => [column.name, column.kind])),
  }
}

/** Four bytes each, little-endian, on whatever machine this is. */
function numbersOf(buffer: ArrayBuffer): Int32Array {
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1) return new Int32Array(buffer)
  const view = new DataView(buffer)
  return Int32Array.from({ length: buffer.byteLength / 4 }, (_, at) => view.getInt32(at * 4, true))
}
