import { isMap } from '../../model/canonical.js'
import type { Path } from '../../model/document.js'
import { type InputType, inputObjects, type Subject } from '../../model/generated/policy-fields.js'
import { didYouMean } from '../../model/nearest.js'
import { typeOfInput, wordsOf } from './types.js'

/** What is wrong with what an example gives, and where. */
export interface WrongGiven {
  readonly path: Path
  readonly part?: 'key'
  readonly message: string
  readonly help?: string
}

/** Holds what an example gives against the published schema: an example about a misspelt field would prove nothing. */
export function* checkGiven(given: unknown, on: Subject, path: Path): Generator<WrongGiven> {
  yield* fields(given, on, path)
}

function* fields(given: unknown, object: string, path: Path): Generator<WrongGiven> {
  if (!isMap(given)) {
    yield { path, message: 'this is an object with fields' }
    return
  }
  const known = inputObjects[object] ?? {}
  for (const [key, value] of Object.entries(given)) {
    const type = Object.hasOwn(known, key) ? known[key] : undefined
    if (type !== undefined) yield* valueIn(value, type, [...path, key])
    else {
      const names = Object.keys(known)
      const message = `there is no field ${key} here.${didYouMean(key, names)}`
      yield { path: [...path, key], part: 'key', message, help: `Fields here: ${names.join(', ')}.` }
    }
  }
}

function* valueIn(value: unknown, type: InputType, path: Path): Generator<WrongGiven> {
  const fits = alternatives(type).find((each) => isSort(value, each))
  if (fits === undefined) {
    const possible = alternatives(type).flatMap((each) => (typeof each === 'object' && 'enum' in each ? each.enum : []))
    const isText = typeof value === 'string' && possible.length > 0
    const message = isText
      ? `this is never ${value}.${didYouMean(value, possible)}`
      : `this is ${wordsOf(typeOfInput(type))}`
    yield { path, message, ...(possible.length > 0 ? { help: `Possible: ${possible.join(', ')}.` } : {}) }
  } else if (typeof fits === 'object' && 'object' in fits) yield* fields(value, fits.object, path)
  else if (typeof fits === 'object' && 'map' in fits)
    for (const [key, inner] of Object.entries(value as object)) yield* valueIn(inner, fits.map, [...path, key])
  else if (typeof fits === 'object' && 'list' in fits)
    for (const [at, inner] of (value as unknown[]).entries()) yield* valueIn(inner, fits.list, [...path, at])
}

const alternatives = (type: InputType): readonly InputType[] =>
  typeof type === 'object' && 'anyOf' in type ? type.anyOf.flatMap(alternatives) : [type]

function isSort(value: unknown, type: InputType): boolean {
  if (typeof type === 'object') {
    if ('enum' in type) return typeof value === 'string' && type.enum.includes(value)
    if ('list' in type) return Array.isArray(value)
    return isMap(value)
  }
  switch (type) {
    case 'int':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number'
    case 'bool':
      return typeof value === 'boolean'
    case 'timestamp':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
    case 'string':
      return typeof value === 'string'
    case 'null':
      return value === null
    default:
      return true
  }
}
