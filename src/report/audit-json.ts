import type { Audit } from '../model/audit.js'
import { jsonText } from './escape.js'

/** One JSON document, row by row where there may be many: an audit may be too long for one text. */
export function* auditJson(begin: object, audit: Audit, end: object): Generator<string> {
  yield* rowByRow({ ...begin, ...audit }, end)
}

/** The members of an object in order, each item of a list on a line of its own, then those of `end`. */
export function* rowByRow(value: object, end: object): Generator<string> {
  let before = '{'
  for (const [name, member] of Object.entries(value)) {
    yield `${before}${jsonText(name)}:`
    before = ',\n'
    if (Array.isArray(member)) yield* list(member)
    else yield jsonText(member)
  }
  yield `${before}${jsonText(end).slice(1, -1)}}\n`
}

function* list(items: readonly unknown[]): Generator<string> {
  yield '['
  for (const [at, item] of items.entries()) yield `${at === 0 ? '\n' : ',\n'}${jsonText(item)}`
  yield items.length === 0 ? ']' : '\n]'
}
