import { same } from '../model/canonical.js'
import type { Statement } from '../model/document.js'

/** One document that speaks about something, with its rank: the nearest speaks first. */
export interface Voice<D> {
  readonly value: D
  readonly source: Statement['source']
  /** Documents of a higher rank win; of the same rank, two different values conflict. */
  readonly rank: number
}

/** What is said about one unit, and by whom. */
export interface Said<V> {
  readonly value: V
  readonly statement: Statement
}

export interface Conflict {
  readonly unit: string
  readonly statements: readonly [Statement, Statement]
}

/** An own document outranks every set, whatever its priority. */
export const OWN = Number.POSITIVE_INFINITY

/**
 * Merges what several documents say, unit by unit: the highest rank is taken whole, and two different values of
 * the same rank are a conflict unless a nearer document settles it.
 * @param entries the units of one document, each with its path
 */
export function mergeUnits<D, V>(
  voices: readonly Voice<D>[],
  entries: (document: D) => Iterable<readonly [unit: string, value: V, path: Statement['path']]>,
): { units: Map<string, Said<V>>; conflicts: Conflict[] } {
  const units = new Map<string, Said<V> & { rank: number }>()
  const conflicts: Conflict[] = []
  for (const { value: document, source, rank } of [...voices].sort((a, b) => b.rank - a.rank || 0)) {
    for (const [unit, value, path] of entries(document)) {
      const known = units.get(unit)
      const statement = { source, path }
      if (known === undefined) units.set(unit, { value, statement, rank })
      else if (known.rank === rank && !same(known.value, value))
        conflicts.push({ unit, statements: [known.statement, statement] })
    }
  }
  return { units, conflicts }
}

/** The entries of a map field, each a unit of its own. */
export function* entriesOf<V>(
  map: { readonly [key: string]: V } | undefined,
  path: string,
): Iterable<readonly [string, V, readonly string[]]> {
  for (const [key, value] of Object.entries(map ?? {})) yield [key, value, [path, key]]
}

/** A scalar field as the only unit of a document. */
export function* scalar<V>(value: V | undefined, path: string): Iterable<readonly [string, V, readonly string[]]> {
  if (value !== undefined) yield [path, value, [path]]
}
