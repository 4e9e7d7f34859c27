import { isMap } from '../../model/canonical.js'
import { type InputType, inputObjects, type Subject } from '../../model/generated/policy-fields.js'
import { Bench, type Judgement } from './bench.js'
import { JUDGING, type JudgingLimits } from './limits.js'
import type { PolicyRule } from './rules.js'
import { NO_APP } from './subjects/app.js'
import type { Sheaf } from './worker.js'

/** A policy with the examples that are written beside it. */
export interface Exemplified {
  readonly rule: PolicyRule
  readonly examples: readonly {
    readonly name: string
    readonly given: Readonly<Record<string, unknown>>
    readonly expect: Expected
  }[]
}

export type Expected = 'pass' | 'fail' | 'skip' | 'error'

/** What a rule said of an example. */
export interface ExampleResult {
  readonly name: string
  readonly expected: Expected
  readonly said: Expected
  /** Why it could not be judged. */
  readonly error: string | null
}

/**
 * Judges each policy's examples as plans are judged: in a thread, with the same limits. Each rule stands twice, as it is
 * and by its `when` alone, which tells what was skipped.
 */
export async function runExamples(
  policies: readonly Exemplified[],
  limits: JudgingLimits = JUDGING,
): Promise<ExampleResult[][]> {
  const rules = policies.map(({ rule }) => rule)
  const applying = rules.map((rule) => ({ ...rule, when: null, assert: rule.when ?? 'true' }))
  const bench = new Bench([...rules, ...applying], SETTING, { ...limits, listed: MANY })
  for (const [index, { rule, examples }] of policies.entries())
    for (const [at, { given }] of examples.entries())
      bench.add([sheafOf(rule.on, given, String(at), [index, index + rules.length])])
  const judgements = await bench.end()
  return policies.map(({ examples }, index) =>
    examples.map(({ name, expect }, at) => {
      const said = saidOf(String(at), judgements[index], judgements[index + rules.length])
      return { name, expected: expect, ...said }
    }),
  )
}

const SETTING = { common: {}, apps: {}, noApp: { ...NO_APP } }

/** More than a policy may have examples: each of them is told. */
const MANY = 1_000

function saidOf(address: string, judged?: Judgement, applied?: Judgement): Pick<ExampleResult, 'said' | 'error'> {
  const [failure, skipped] = [judged, applied].map((each) => each?.failures.find((one) => one.address === address))
  const stopped = judged?.stopped ?? applied?.stopped ?? null
  if (stopped !== null) return { said: 'error', error: stopped.cause }
  if (failure !== undefined) return { said: failure.error === null ? 'fail' : 'error', error: failure.error }
  return { said: skipped === undefined ? 'pass' : 'skip', error: null }
}

/** An example as a subject; it is called by its place in the list. */
function sheafOf(on: Subject, given: Given, as: string, only: readonly number[]): Sheaf {
  const days = typeof given.today === 'string' ? { now: `${given.today}T00:00:00.000Z` } : {}
  const { [on]: subject, ...variables } = filled({ ...DAYS, ...days, ...given }, { object: on }) as Given
  return { variables, subjects: [{ on, as, only, subject: subject as { readonly address: string } }] }
}

type Given = Readonly<Record<string, unknown>>

/** The day of an example that does not say one. */
const DAYS = { today: '2026-01-01', now: '2026-01-01T00:00:00.000Z' }

/** What an example leaves out is empty: a text is "", a number 0, what may be null is null. */
export function filled(given: unknown, type: InputType): unknown {
  if (typeof type === 'string') return given === undefined ? EMPTY[type] : given
  if ('enum' in type) return given ?? type.enum[0]
  if ('anyOf' in type) return filledAs(given, type.anyOf)
  if ('list' in type) return Array.isArray(given) ? given.map((item) => filled(item, type.list)) : []
  const entries = Object.entries(isMap(given) ? given : {})
  if ('map' in type) return Object.fromEntries(entries.map(([key, value]) => [key, filled(value, type.map)]))
  const stated = new Map(entries)
  const fields = Object.entries(inputObjects[type.object] ?? {})
  return Object.fromEntries(fields.map(([name, field]) => [name, filled(stated.get(name), field)]))
}

const EMPTY = { bool: false, int: 0, number: 0, string: '', null: null, timestamp: DAYS.now, dyn: null } as const

/** Of several sorts the one that was given; null where nothing was and that may be. */
function filledAs(given: unknown, sorts: readonly InputType[]): unknown {
  if (given === undefined && sorts.includes('null')) return null
  const isSort = (type: InputType): boolean => {
    if (typeof type === 'string') return type !== 'null' && !isMap(given) && !Array.isArray(given)
    if ('list' in type) return Array.isArray(given)
    return 'enum' in type ? typeof given === 'string' : isMap(given)
  }
  return filled(given, sorts.find(isSort) ?? sorts[0] ?? 'dyn')
}
