import { badAnswer } from './failure.js'

const NONE: readonly string[] = Object.freeze([])
/** Of texts up to this length V8's JSON.parse keeps one copy by itself; looking them up once more would cost most. */
const SHORT = 10

/** Whoever compares and digests settings does it by calling itself. */
const DEEPEST = 50

/** No number loses digits, and no name means something else to an object. */
function isPlain(value: unknown, levels: number): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) return false
  return Object.entries(value).every(([key, each]) => key !== '__proto__' && isPlain(each, levels - 1))
}

/** Reads the fields of one row after the other, strictly, and keeps one copy of each string that repeats. */
export class RowReader {
  readonly #known = new Map<string, string>()
  #row: Record<string, unknown> = {}
  #what = ''
  #number = 0

  /** Turns to the next row. What it is called in complaints comes in parts: putting them together costs, a row at a time. */
  turn(row: unknown, what: string, number: number): void {
    this.#what = what
    this.#number = number
    if (row === null || typeof row !== 'object' || Array.isArray(row))
      throw badAnswer(`${what} ${number} is not an object`)
    this.#row = row as Record<string, unknown>
  }
  /** A string that no other row has. */
  text(field: string): string {
    const value = this.#row[field]
    return typeof value === 'string' ? value : this.#wrong(field, 'a string')
  }
  /** An identity: a string that says something. */
  identity(field: string): string {
    return this.text(field) || this.#wrong(field, 'an id')
  }
  /** A string that many rows have: a parent's id, an app, a status. */
  shared(field: string): string {
    return this.#intern(this.text(field))
  }
  /** An identity that other rows name. */
  sharedIdentity(field: string): string {
    return this.#intern(this.identity(field))
  }
  textOrNull(field: string): string | null {
    return this.#row[field] === null ? null : this.text(field)
  }
  sharedOrNull(field: string): string | null {
    return this.#row[field] === null ? null : this.shared(field)
  }
  flag(field: string): boolean {
    const value = this.#row[field]
    return typeof value === 'boolean' ? value : this.#wrong(field, 'true or false')
  }
  oneOf<T extends string>(field: string, known: readonly T[]): T {
    const value = this.#row[field]
    for (const each of known) if (each === value) return each
    return this.#wrong(field, `one of ${known.join(', ')}`)
  }
  list(field: string): readonly string[] {
    return this.#strings(this.#row[field], field)
  }
  labels(field: string): Readonly<Record<string, string>> {
    const value = this.record(field)
    for (const key in value) if (typeof value[key] !== 'string') this.#wrong(`${field}.${key}`, 'a string')
    return value as Readonly<Record<string, string>>
  }
  record(field: string): Readonly<Record<string, unknown>> {
    const value = this.#row[field]
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return this.#wrong(field, 'an object')
    return value as Readonly<Record<string, unknown>>
  }
  /** Values of any shape, so far as they mean the same to everybody who works with them later. */
  settings(field: string): Readonly<Record<string, unknown>> {
    const value = this.record(field)
    if (!isPlain(value, DEEPEST))
      this.#wrong(field, `an object of at most ${DEEPEST} levels with plain names and numbers`)
    return value
  }
  allOrList(field: string): 'all' | readonly string[] {
    return this.#row[field] === 'all' ? 'all' : this.list(field)
  }
  /** An app's preset in a template. */
  presets(field: string): Readonly<Record<string, { enabled: boolean; groupTypes: readonly string[] }>> {
    const entries = Object.entries(this.record(field)).map(([app, preset]) => {
      const { enabled, groupTypes } = (preset ?? {}) as Record<string, unknown>
      if (typeof enabled !== 'boolean') return this.#wrong(`${field}.${app}.enabled`, 'true or false')
      return [app, { enabled, groupTypes: this.#strings(groupTypes, `${field}.${app}.groupTypes`) }] as const
    })
    return Object.fromEntries(entries)
  }
  /** What tells of each secret whether a value is the stored one. */
  fingerprints(field: string): Readonly<Record<string, { salt: string; fingerprint: string }>> {
    const entries = Object.entries(this.record(field)).map(([name, kept]) => {
      const { salt, fingerprint } = (kept ?? {}) as Record<string, unknown>
      if (typeof salt !== 'string') return this.#wrong(`${field}.${name}.salt`, 'a string')
      if (typeof fingerprint !== 'string') return this.#wrong(`${field}.${name}.fingerprint`, 'a string')
      return [name, { salt, fingerprint }] as const
    })
    return Object.fromEntries(entries)
  }
  everyoneOrNamed(field: string): 'everyone' | { users: readonly string[]; groups: readonly string[] } {
    if (this.#row[field] === 'everyone') return 'everyone'
    const { users, groups } = this.record(field)
    return { users: this.#strings(users, `${field}.users`), groups: this.#strings(groups, `${field}.groups`) }
  }

  #strings(value: unknown, field: string): readonly string[] {
    if (!Array.isArray(value)) return this.#wrong(field, 'a list')
    if (value.length === 0) return NONE
    return value.map((each) =>
      typeof each === 'string' ? this.#intern(each) : this.#wrong(field, 'a list of strings'),
    )
  }
  #intern(text: string): string {
    if (text.length <= SHORT) return text
    const known = this.#known.get(text)
    if (known !== undefined) return known
    this.#known.set(text, text)
    return text
  }
  #wrong(field: string, wanted: string): never {
    throw badAnswer(`${this.#what} ${this.#number}: ${field} is not ${wanted}`)
  }
}
