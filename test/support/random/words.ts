import fc from 'fast-check'

/** The small vocabulary that live states and estates share, so that they meet. */
export const APPS = ['slack', 'zoom', 'hubspot', 'trello'] as const
export const ACCOUNTS = ['acme', 'beta', 'cust'] as const
export const PROJECTS = ['apollo', 'zeus', 'hera'] as const
export const GROUPS = ['eng', 'ops'] as const
export const PEOPLE = ['ana', 'bo', 'cy'] as const
export const TYPES = ['internal', 'partner'] as const
export const CATEGORIES = ['communication', 'crm', 'other'] as const

/** The day of every random case; dates lie around it. */
export const DAY = '2026-06-15'
export const NOW = new Date(`${DAY}T12:00:00.000Z`)
const BEFORE = ['2026-05-01', '2026-06-14', DAY]
const AFTER = [DAY, '2026-06-16', '2026-12-31']

/** So many days before the day, in the morning. */
export const ago = (days: number): string =>
  new Date(Date.parse(`${DAY}T00:00:00Z`) - days * 24 * 60 * 60 * 1000).toISOString()
/** Ages of connections, around what rules allow. */
export const AGES = [1, 29, 30, 31, 400] as const
export const SCOPES = ['read', 'write', 'admin'] as const

export const emailOf = (person: string, account: string) => `${person}@${account}.example`
export const idOf = (...parts: string[]) => parts.join('_')

/** Something or nothing, half of each with weight 2; nothing comes first when a case is made smaller. */
export const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 2): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight, arbitrary })

/** One choice for each name, or none, as `maybe` has it. */
export const forEach = <K extends string, T>(
  names: readonly K[],
  arbitrary: (name: K) => fc.Arbitrary<T>,
  weight = 2,
): fc.Arbitrary<{ [N in K]?: T }> =>
  fc
    .record(Object.fromEntries(names.map((name) => [name, maybe(arbitrary(name), weight)])))
    .map(present) as fc.Arbitrary<{
    [N in K]?: T
  }>

/** Leaves out what is undefined, as YAML and JSON do. */
export const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T

/** Any of them, and often all. */
export const most = <T>(items: readonly T[]) => fc.oneof(fc.subarray([...items]), fc.constant([...items]))
export const some = <T>(items: readonly T[]) => fc.subarray([...items])
export const oneOf = <const T extends readonly unknown[]>(...items: T): fc.Arbitrary<T[number]> =>
  fc.constantFrom(...items) as fc.Arbitrary<T[number]>
/** True in so many of a hundred cases; false when a case is made smaller. */
export const percent = (share: number) =>
  fc.oneof({ weight: 100 - share, arbitrary: fc.constant(false) }, { weight: share, arbitrary: fc.constant(true) })

export interface Dated {
  from?: string
  until?: string
}

/** Mostly no dates; else before, around or after the day, in order. */
export const dated: fc.Arbitrary<Dated> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.record({ until: oneOf(...BEFORE, ...AFTER) }) },
  { weight: 1, arbitrary: fc.record({ from: oneOf(...BEFORE, ...AFTER) }) },
  { weight: 1, arbitrary: fc.record({ from: oneOf(...BEFORE), until: oneOf(...AFTER) }) },
)

export const isOpen = ({ from = DAY, until = DAY }: Dated) => from <= DAY && DAY <= until
