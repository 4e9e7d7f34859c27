import type { AuditPlace } from '../model/audit.js'
import type { Source, Statement } from '../model/document.js'
import { groupedBy } from './grouped.js'

const known = new WeakMap<Source, Map<string, AuditPlace>>()

/** The line of a statement. Looked up once: a source parses its text anew for each question, and rows ask for the same. */
export function placeOf({ source, path }: Statement): AuditPlace {
  let places = known.get(source)
  if (places === undefined) {
    places = new Map()
    known.set(source, places)
  }
  const key = path.join('\0')
  let place = places.get(key)
  if (place === undefined) {
    const { file, line } = source.locate(path, 'key')
    place = { file, line }
    places.set(key, place)
  }
  return place
}

/** The lines of statements, each once. */
export const placesOfAll = (statements: readonly Statement[]): AuditPlace[] => [
  ...new Map(statements.map(placeOf).map((place) => [`${place.file}:${place.line}`, place])).values(),
]

const numbers = new WeakMap<Source, Map<string, number>>()
let last = 0

/** The same number for the same statement, without looking for its line. */
export function numberOf({ source, path }: Statement): number {
  let paths = numbers.get(source)
  if (paths === undefined) {
    paths = new Map()
    numbers.set(source, paths)
  }
  const key = path.join('\0')
  const number = paths.get(key) ?? ++last
  paths.set(key, number)
  return number
}

/** Looks up many lines, source by source: a source parses its text for the first question and keeps it for the next one. */
export function lookUp(statements: Iterable<Statement>): void {
  const bySource = groupedBy(statements, ({ source }) => source)
  for (const each of bySource.values()) each.forEach(placeOf)
}
