import type { Data, Table } from './data.js'

/** What of a table is wanted; empty fields want everything. */
export interface Filters {
  /** Words, each of which must be in some searched column. */
  readonly q: string
  /** A name, or a part of one where none is called exactly that. */
  readonly account: string
  readonly person: string
  readonly project: string
  readonly app: string
  readonly verdict: readonly string[]
  readonly gate: string
  readonly status: string
  readonly state: string
  readonly review: string
  /** At least so many days without use. */
  readonly idle: string
  /** `never` or `ever`. */
  readonly used: string
}

export const NO_FILTERS: Filters = {
  ...{ q: '', account: '', person: '', project: '', app: '', verdict: [], gate: '', status: '', state: '' },
  ...{ review: '', idle: '', used: '' },
}

/** Which columns a filter looks at; a table without any of them is not filtered by it. */
const LOOKS_AT: Readonly<Record<string, readonly string[]>> = {
  account: ['account'],
  person: ['user', 'owner'],
  project: ['live', 'declared', 'project'],
  app: ['app'],
  gate: ['gates'],
  status: ['status'],
  state: ['state'],
  review: ['review'],
}

/** Whether a filter means anything in a table. */
export const applies = (table: Table, filter: string): boolean =>
  (LOOKS_AT[filter] ?? []).some((column) => column in table.columns)

type Test = (row: number) => boolean

/** The rows that are wanted, in the order in which they stand, and of each verdict how many there would be. */
export interface Found {
  readonly rows: Int32Array
  /** Under all filters but that of verdicts, so that each says what choosing it would show. */
  readonly counts: readonly number[]
}

export function find(data: Data, table: Table, filters: Filters): Found {
  const others = keep(allOf(table), testsOf(data, table, filters))
  const rows = keep(others, verdictTest(data, table, filters.verdict))
  return { rows, counts: verdictCounts(data, table, others) }
}

const allOf = ({ rows }: Table): Int32Array => {
  const all = new Int32Array(rows)
  for (let row = 0; row < rows; row += 1) all[row] = row
  return all
}

/** Test by test: each looks only at what those before it have left. */
const keep = (rows: Int32Array, tests: readonly Test[]): Int32Array =>
  tests.reduce((left, test) => {
    const kept = new Int32Array(left.length)
    let found = 0
    for (const row of left) if (test(row)) kept[found++] = row
    return kept.subarray(0, found)
  }, rows)

function testsOf(data: Data, table: Table, filters: Filters): Test[] {
  const named = Object.keys(LOOKS_AT).filter((name) => filters[name as keyof Filters] !== '' && applies(table, name))
  return [
    ...named.map((name) => namedTest(data, table, LOOKS_AT[name] ?? [], String(filters[name as keyof Filters]))),
    ...usageTests(table, filters),
    ...wordsOf(filters.q).map((word) => anyOf(data, table, searched(table), (text) => text.includes(word))),
  ]
}

function verdictTest({ meta }: Data, { columns }: Table, wanted: readonly string[]): Test[] {
  const { verdict } = columns
  if (wanted.length === 0 || verdict === undefined) return []
  const isWanted = meta.verdicts.map(({ name }) => wanted.includes(name))
  return [(row) => isWanted[verdict[row] ?? -1] === true]
}

/** Exactly that name where there is one in these columns, else every name that holds it. */
function namedTest(data: Data, table: Table, columns: readonly string[], name: string): Test {
  const exact = anyOf(data, table, columns, (_, text) => text === name)
  for (let row = 0; row < table.rows; row += 1) if (exact(row)) return exact
  const part = name.toLowerCase()
  return anyOf(data, table, columns, (text) => text.includes(part))
}

function usageTests({ columns }: Table, { idle, used }: Filters): Test[] {
  const [days, last] = [columns.idle, columns.lastUsed]
  const least = Number.parseInt(idle, 10)
  return [
    ...(days !== undefined && least >= 0 ? [(row: number) => (days[row] ?? -1) >= least] : []),
    ...(last !== undefined && used === 'never' ? [(row: number) => (last[row] ?? -1) < 0] : []),
    ...(last !== undefined && used === 'ever' ? [(row: number) => (last[row] ?? -1) >= 0] : []),
  ]
}

export const wordsOf = (q: string): string[] =>
  q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')

/** Not where something stands nor what digest it has: who searches for a name does not mean these. */
const UNSEARCHED = new Set(['at', 'by', 'digest'])

/** All columns with texts that a search looks at. */
export const searched = ({ kinds }: Table): string[] =>
  Object.keys(kinds).filter((name) => (kinds[name] === 'text' || kinds[name] === 'list') && !UNSEARCHED.has(name))

/** Every text of these columns is looked at once, however many rows hold it; rows then look their numbers up. */
function anyOf(
  data: Data,
  table: Table,
  names: readonly string[],
  isMeant: (folded: string, text: string) => boolean,
): Test {
  const looks = names
    .filter((name) => name in table.columns)
    .map((name) => {
      const { numbers, texts, lists } = wordsIn(data, table, name)
      const marks = new Uint8Array(data.texts.length)
      for (const at of texts) if (isMeant(folded(data, at), data.texts[at] as string)) marks[at] = 1
      if (lists === null) return { numbers, marks }
      const listMarks = new Uint8Array(data.lists.length)
      for (const at of lists) if (data.lists[at]?.some((member) => marks[member] === 1)) listMarks[at] = 1
      return { numbers, marks: listMarks }
    })
  return (row) => looks.some(({ numbers, marks }) => marks[numbers[row] as number] === 1)
}

interface Words {
  readonly numbers: Int32Array
  /** Which texts, and which lists of them, stand in the column at all. */
  readonly texts: Int32Array
  readonly lists: Int32Array | null
}

const known = new WeakMap<Int32Array, Words>()

/** What stands in a column; found out once. */
export function wordsIn(data: Data, { columns, kinds }: Table, name: string): Words {
  const numbers = columns[name] ?? new Int32Array()
  const before = known.get(numbers)
  if (before !== undefined) return before
  const used = distinct(numbers)
  const isList = kinds[name] === 'list'
  const texts = isList ? distinct(Int32Array.from([...used].flatMap((at) => data.lists[at] ?? []))) : used
  const words = { numbers, texts, lists: isList ? used : null }
  known.set(numbers, words)
  return words
}

const distinct = (numbers: Int32Array): Int32Array =>
  Int32Array.from(new Set(numbers))
    .filter((at) => at >= 0)
    .sort()

const lower = new WeakMap<Data, string[]>()

/** A text in lower case; made once. */
function folded(data: Data, at: number): string {
  const made = lower.get(data) ?? []
  if (made.length === 0) lower.set(data, made)
  made[at] ??= data.texts[at]?.toLowerCase() ?? ''
  return made[at] as string
}

/** How many of the rows have each verdict, in the order of verdicts. */
export function verdictCounts({ meta }: Data, { columns }: Table, rows: Int32Array): number[] {
  const counts = meta.verdicts.map(() => 0)
  const { verdict } = columns
  if (verdict === undefined) return counts
  for (const row of rows) counts[verdict[row] as number] = (counts[verdict[row] as number] ?? 0) + 1
  return counts
}
