import { type BodyError, invalid, invalidAt } from './problems.js'

/** Whether a value may stand in a field of the sandbox's own bodies. */
export type Test = (value: unknown) => boolean

export const text: Test = (value) => typeof value === 'string' && value !== ''

export const oneOf =
  (...values: (string | null)[]): Test =>
  (value) =>
    values.includes(value as string)

/** A whole number within bounds. */
export const whole =
  (least: number, most: number): Test =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most

export const share: Test = (value) => typeof value === 'number' && value >= 0 && value <= 1

export const duration: Test = (value) => typeof value === 'number' && value >= 0 && value <= 86_400_000

/** What may stand in a header: visible signs and blanks, up to 200. */
export const headerText: Test = (value) => typeof value === 'string' && /^[\x20-\x7e]{1,200}$/.test(value)

export const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value)

/** A body of known fields, each passing its test; 422 otherwise. `at` is where the body stands in a larger one. */
export function fieldsOf<T>(body: unknown, tests: Record<string, Test>, at = ''): Partial<T> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalidAt(at, 'must be object')
  const errors = Object.entries(body).flatMap(([name, value]): BodyError[] => {
    if (!Object.hasOwn(tests, name)) return [{ pointer: `${at}/${name}`, detail: 'unknown field' }]
    return tests[name]?.(value) ? [] : [{ pointer: `${at}/${name}`, detail: 'is not what can stand here' }]
  })
  if (errors.length > 0) throw invalid(errors)
  return body as Partial<T>
}
