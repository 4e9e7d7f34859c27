import type { AuditPlace } from '../model/audit.js'
import type { Source, Statement } from '../model/document.js'

const known = new WeakMap<Source, Map<string, AuditPlace>>()

/** The line of a statement. Looked up once: a source parses its text anew for each question, and rows ask for the same. */
export function placeOf({ source, path }: Statement): AuditPlace {
  let places = known.get(source)
  if (places === undefined) {
    places = new Map()
    known.set(source, places)
  }
  const key = JSON.stringify(path)
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
