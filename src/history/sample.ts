import { createHash, createHmac } from 'node:crypto'
import { canonical, compareText } from '../model/canonical.js'
import type { Sample } from '../model/sample.js'

/** How a sample is drawn, for whoever draws it again with other tools. */
export const METHOD =
  'HMAC-SHA-256 with the seed as key over the digest, a line end and the canonical JSON (RFC 8785) of what names the row; the rows with the smallest values, as hex'

/** What names a row: no two rows of an audit are named alike, and nothing else of it decides whether it is drawn. */
type Named =
  | { readonly account: string; readonly user: string; readonly app: string }
  | {
      readonly account: string
      readonly id: string | null
      readonly app: string
      readonly owner: string | null
      readonly name: string | null
    }

const nameOf = (row: Named): string =>
  'user' in row
    ? canonical(['access', row.account, row.user, row.app])
    : canonical(['connection', row.account, row.app, row.id, row.owner, row.name])

/** What rows are drawn from. */
export interface Population<A extends Named, C extends Named> {
  readonly access: readonly A[]
  readonly connections: readonly C[]
}

/**
 * Draws so many rows: the same ones for the same seed and digest, on any machine and in whatever order rows stand. All are
 * drawn where there are no more.
 */
export function draw<A extends Named, C extends Named>(
  { access, connections }: Population<A, C>,
  digest: string,
  { seed, size }: { readonly seed: string; readonly size: number },
): Population<A, C> & { readonly sample: Sample } {
  const keyed = [...access, ...connections].map((row) => ({ row, rank: rankOf(nameOf(row), digest, seed) }))
  keyed.sort((a, b) => compareText(a.rank, b.rank) || compareText(canonical(a.row), canonical(b.row)))
  const drawn = new Set<Named>(keyed.slice(0, size).map(({ row }) => row))
  return {
    access: access.filter((row) => drawn.has(row)),
    connections: connections.filter((row) => drawn.has(row)),
    sample: { seed, size: drawn.size, population: keyed.length, digest, method: METHOD },
  }
}

const rankOf = (name: string, digest: string, seed: string): string =>
  createHmac('sha256', seed).update(`${digest}\n${name}`).digest('hex')

/** Over the rows of an answer about the past, whatever order they stand in. */
export function digestOfRows({ access, connections }: Population<Named, Named>): string {
  const lines = [...access, ...connections].map((row) => canonical(row)).sort(compareText)
  return `sha256:${createHash('sha256').update(lines.join('\n')).digest('hex')}`
}
