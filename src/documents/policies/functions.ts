import { type CelType, celEnv, isCelError, run } from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import { DYN, listOf, mapOf, only, type Sort, type Type, union } from './types.js'

const { funcs } = celEnv({ funcs: strings })

/** Written like functions, and taken apart by the parser. */
const MACROS = ['has', 'all', 'exists', 'exists_one', 'map', 'filter']

/** Nothing that rules see is bytes, and what bytes take is not held to the memory that a rule may use. */
const WITHOUT = 'bytes'

/** What authors may write before a bracket. */
export const functionNames: readonly string[] = [
  ...new Set([...[...funcs].map(({ name }) => name).filter((name) => /^[a-z]/i.test(name)), ...MACROS]),
].filter((name) => name !== WITHOUT)

export const isMacro = (name: string): boolean => MACROS.includes(name)
export const isFunction = (name: string): boolean => name !== WITHOUT && funcs.find(name) !== undefined

/** What calling something gives; or why it cannot be called so. */
export type Called = { readonly type: Type } | { readonly wrong: 'count' | 'types' }

/** Holds a call against every form that a function has. */
export function callOf(name: string, target: Type | undefined, args: readonly Type[]): Called {
  const forms = [...(funcs.find(name) ?? [])].filter(
    (form) => (form.target === undefined) === (target === undefined) && form.arguments.length === args.length,
  )
  if (forms.length === 0) return { wrong: 'count' }
  const fits = forms.filter(
    (form) =>
      (target === undefined || takes(form.target as CelType, target)) &&
      form.arguments.every((wanted, at) => takes(wanted, args[at] ?? DYN)),
  )
  return fits.length === 0 ? { wrong: 'types' } : { type: union(fits.map(({ result }) => fromCel(result))) }
}

const takes = (wanted: CelType, given: Type): boolean => {
  const name = nameOf(wanted)
  return name === 'dyn' || given.some(({ is }) => is === 'dyn' || (is === 'object' ? 'map' : is) === name)
}

const NAMES: Readonly<Record<string, Sort['is']>> = {
  'google.protobuf.Timestamp': 'timestamp',
  'google.protobuf.Duration': 'duration',
  null_type: 'null',
}

const nameOf = ({ kind, name }: CelType): string => (kind === 'list' || kind === 'map' ? kind : (NAMES[name] ?? name))

function fromCel(type: CelType): Type {
  const name = nameOf(type)
  if (name === 'list') return listOf(DYN)
  if (name === 'map') return mapOf(DYN)
  return only(name as 'dyn')
}

/** What is wrong with a pattern that a rule matches by; null where it is one. */
export function patternError(pattern: string): string | null {
  const tried = run('"".matches(pattern)', { pattern })
  return isCelError(tried) ? tried.message : null
}
