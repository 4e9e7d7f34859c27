import { type InputType, inputObjects } from '../../model/generated/policy-fields.js'

/** One of the sorts of value that an expression may give; a text may be one of a few. */
export type Sort =
  | { readonly is: Plain; readonly values?: readonly string[] }
  | { readonly is: 'list' | 'map'; readonly of: Type }
  | { readonly is: 'object'; readonly fields: Readonly<Record<string, InputType>> }

const plain = [
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'null',
  'timestamp',
  'duration',
  'type',
  'dyn',
] as const
type Plain = (typeof plain)[number]

/** All that an expression may give: any one of these. */
export type Type = readonly Sort[]

export const only = (is: Plain): Type => [{ is }]
export const listOf = (of: Type): Type => [{ is: 'list', of }]
export const mapOf = (of: Type): Type => [{ is: 'map', of }]
export const literal = (value: string): Type => [{ is: 'string', values: [value] }]
export const DYN = only('dyn')
export const BOOL = only('bool')

/** Several types as one; much alike is said once. */
export function union(types: readonly Type[]): Type {
  const all = types.flat()
  if (all.some(({ is }) => is === 'dyn')) return DYN
  const seen = new Set<string>()
  return all.filter((sort) => {
    const key = 'of' in sort || 'fields' in sort || sort.values !== undefined ? null : sort.is
    return key === null || (!seen.has(key) && seen.add(key))
  })
}

/** What the published schema says of a value. */
export function typeOfInput(input: InputType): Type {
  if (input === 'number') return [{ is: 'int' }, { is: 'double' }]
  if (typeof input === 'string') return only(input)
  if ('enum' in input) return [{ is: 'string', values: input.enum }]
  if ('list' in input) return listOf(typeOfInput(input.list))
  if ('map' in input) return mapOf(typeOfInput(input.map))
  if ('object' in input) return [{ is: 'object', fields: inputObjects[input.object] ?? {} }]
  return union(input.anyOf.map(typeOfInput))
}

/** The type of a field, or null where nothing that this may be has such a field. */
export function fieldOf(type: Type, name: string): Type | null {
  const found = type.flatMap((sort): Type[] => {
    if (sort.is === 'dyn') return [DYN]
    if (sort.is === 'map') return [sort.of]
    const field = sort.is === 'object' && Object.hasOwn(sort.fields, name) ? sort.fields[name] : undefined
    return field === undefined ? [] : [typeOfInput(field)]
  })
  return found.length === 0 ? null : union(found)
}

/** The fields that an object may have. */
export const fieldNames = (type: Type): string[] =>
  type.flatMap((sort) => (sort.is === 'object' ? Object.keys(sort.fields) : []))

/** What a list or map is gone through by: items, or keys. Null where it is neither. */
export function itemOf(type: Type): Type | null {
  const found = type.flatMap((sort): Type[] => {
    if (sort.is === 'dyn') return [DYN]
    if (sort.is === 'list') return [sort.of]
    return sort.is === 'map' || sort.is === 'object' ? [only('string')] : []
  })
  return found.length === 0 ? null : union(found)
}

const NUMBERS = new Set<Sort['is']>(['int', 'uint', 'double'])

/** May the two ever be equal? */
export const mayEqual = (one: Type, other: Type): boolean =>
  one.some((a) => other.some((b) => a.is === 'dyn' || b.is === 'dyn' || sameSort(a, b)))

function sameSort(a: Sort, b: Sort): boolean {
  if (NUMBERS.has(a.is) && NUMBERS.has(b.is)) return true
  const kind = (sort: Sort) => (sort.is === 'object' ? 'map' : sort.is)
  if (kind(a) !== kind(b)) return false
  const [some, others] = [valuesOf(a), valuesOf(b)]
  return some === null || others === null || some.some((value) => others.includes(value))
}

const valuesOf = (sort: Sort): readonly string[] | null => ('values' in sort && sort.values ? sort.values : null)

/** The few texts that something may be; null where it may be any. */
export function textsOf(type: Type): readonly string[] | null {
  const texts = type.filter(({ is }) => is === 'string').map(valuesOf)
  return texts.length === 0 || texts.includes(null) ? null : texts.flatMap((each) => each ?? [])
}

export const mayBe = (type: Type, ...sorts: readonly Sort['is'][]): boolean =>
  type.some(({ is }) => is === 'dyn' || sorts.includes(is))

const WORDS: Readonly<Record<Sort['is'], string>> = {
  bool: 'true or false',
  int: 'a whole number',
  uint: 'a whole number',
  double: 'a number',
  string: 'a text',
  bytes: 'bytes',
  null: 'null',
  timestamp: 'a timestamp',
  duration: 'a duration',
  type: 'a type',
  dyn: 'anything',
  list: 'a list',
  map: 'a map',
  object: 'an object',
}

/** A type in words: `a text or null`. */
export const wordsOf = (type: Type): string => [...new Set(type.map(({ is }) => WORDS[is]))].join(' or ')
