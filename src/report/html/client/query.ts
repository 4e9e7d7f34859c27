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

/** The rows that are wanted, in the order in which they stand. */
export function matching(data: Data, table: Table, filters: Filters): Int32Array {
  const tests = testsOf(data, table, filters)
  const rows = new Int32Array(table.rows)
  let found = 0
  for (let row = 0; row < table.rows; row += 1) if (tests.every((test) => test(row))) rows[found++] = row
  return rows.subarray(0, found)
}

function testsOf(data: Data, table: Table, filters: Filters): Test[] {
  const named = Object.keys(LOOKS_AT).filter((name) => filters[name as keyof Filters] !== '' && applies(table, name))
  return [
    ...verdictTest(data, table, filters.verdict),
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

/** Every text is looked at once, however many rows hold it; rows then look their numbers up. */
function anyOf(
  data: Data,
  { columns, kinds }: Table,
  names: readonly string[],
  isMeant: (folded: string, text: string) => boolean,
): Test {
  const texts = marked(data, isMeant)
  const lists = names.some((name) => kinds[name] === 'list')
    ? Uint8Array.from(data.lists, (list) => (list.some((at) => texts[at] === 1) ? 1 : 0))
    : new Uint8Array()
  const looks = names
    .filter((name) => name in columns)
    .map((name) => ({ numbers: columns[name] as Int32Array, marks: kinds[name] === 'list' ? lists : texts }))
  return (row) => looks.some(({ numbers, marks }) => marks[numbers[row] as number] === 1)
}

const folded = new WeakMap<Data, readonly string[]>()

/** All texts in lower case; made once. */
export function foldedTexts(data: Data): readonly string[] {
  const known = folded.get(data)
  if (known !== undefined) return known
  const made = data.texts.map((text) => text.toLowerCase())
  folded.set(data, made)
  return made
}

function marked(data: Data, isMeant: (folded: string, text: string) => boolean): Uint8Array {
  const all = foldedTexts(data)
  const marks = new Uint8Array(all.length)
  for (let at = 0; at < all.length; at += 1) if (isMeant(all[at] as string, data.texts[at] as string)) marks[at] = 1
  return marks
}

/** How many of the rows have each verdict, in the order of verdicts. */
export function verdictCounts({ meta }: Data, { columns }: Table, rows: Int32Array): number[] {
  const counts = meta.verdicts.map(() => 0)
  const { verdict } = columns
  if (verdict === undefined) return counts
  for (const row of rows) counts[verdict[row] as number] = (counts[verdict[row] as number] ?? 0) + 1
  return counts
}
