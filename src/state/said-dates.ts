import { isMap } from '../model/canonical.js'
import type { Estate, Path, Statement } from '../model/document.js'
import { type Dated, inForce } from './dates.js'

/** The dates that a statement carries about an app, in words; null where it carries none (E13). */
export function datesSaid(estate: Estate, app: string, day: string) {
  const values = valuesOf(estate)
  return ({ source, path }: Statement): { text: string; inForce: boolean } | null => {
    const entry = entryFor(at(values.get(source), path), app)
    if (entry === null || (entry.from === undefined && entry.until === undefined)) return null
    const parts = [entry.from && `from ${entry.from}`, entry.until && `until ${entry.until}`].filter(Boolean)
    return { text: parts.join(' '), inForce: inForce(entry, day) }
  }
}

type Values = ReadonlyMap<Statement['source'], unknown>
const known = new WeakMap<Estate, Values>()

/** What each source holds; an audit asks app by app, of thousands of documents. */
function valuesOf(estate: Estate): Values {
  const values = known.get(estate) ?? new Map(estate.documents.map(({ source, value }) => [source, value]))
  known.set(estate, values)
  return values
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    value,
  )
}

/** An entry itself, or the one for this app in a list of apps. */
function entryFor(value: unknown, app: string): Dated | null {
  const entry = Array.isArray(value) ? value.find((each) => isMap(each) && each.app === app) : value
  return isMap(entry) ? (entry as Dated) : null
}
