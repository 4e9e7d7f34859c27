import { inflateSync } from 'node:zlib'
import { type AuditPage, auditHtml } from '../../../src/report/html/audit.js'
import type { Data, Table } from '../../../src/report/html/client/data.js'
import type { PageExplanations, PageMeta } from '../../../src/report/html/page-data.js'

export const textOf = (page: AuditPage): string => [...auditHtml(page)].join('')

/** What the program in a page works on, taken out of the page's text without a browser. */
export function decoded(text: string): Data {
  const parts = [...text.matchAll(/<script type="text\/plain" data-part="(\d+)">([\w+/=]*)<\/script>/g)]
  const bytes = (part: number): Buffer => inflateSync(Buffer.from(parts[part]?.[2] ?? '', 'base64'))
  const json = (part: number): unknown => JSON.parse(bytes(part).toString('utf8'))
  const meta = JSON.parse(
    /<script type="application\/json" id="meta">(.*?)<\/script>/s.exec(text)?.[1] ?? '',
  ) as PageMeta
  const tables = meta.tables.map(
    ({ name, rows, columns }): Table => ({
      ...{ name, rows },
      kinds: Object.fromEntries(columns.map((column) => [column.name, column.kind])),
      columns: Object.fromEntries(
        columns.map((column) => {
          const from = bytes(column.part)
          return [column.name, Int32Array.from({ length: from.length / 4 }, (_, at) => from.readInt32LE(at * 4))]
        }),
      ),
    }),
  )
  return {
    meta,
    texts: meta.texts.flatMap((part) => json(part) as string[]),
    lists: json(meta.lists) as number[][],
    tables: Object.fromEntries(tables.map((table) => [table.name, table])),
    explanations: json(meta.explanations) as PageExplanations,
  }
}
