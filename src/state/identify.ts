import type { Address } from '../model/address.js'
import type { EstateDocument } from '../model/document.js'
import type { Problem } from '../model/problem.js'
import { isAssertion } from './estate-index.js'

export interface NamedRow {
  readonly id: string
  readonly name: string
}

/** Live things where documents look them up. Made once for all documents about them. */
export interface RowIndex<R extends NamedRow> {
  readonly byId: ReadonlyMap<string, R>
  readonly byName: ReadonlyMap<string, readonly R[]>
}

export function indexRows<R extends NamedRow>(rows: Iterable<R>): RowIndex<R> {
  const byId = new Map<string, R>()
  const byName = new Map<string, R[]>()
  for (const row of rows) {
    byId.set(row.id, row)
    const namesakes = byName.get(row.name)
    if (namesakes === undefined) byName.set(row.name, [row])
    else namesakes.push(row)
  }
  return { byId, byName }
}

/** Two documents about one live thing contradict each other whatever they say: an error at the second. */
export const claimedTwice = (document: EstateDocument, address: Address, id: string): Problem => ({
  code: 'state/claimed-twice',
  severity: 'error',
  address,
  message: `another document is about ${id} already, by id or by name: make the two one`,
  statements: [{ source: document.source, path: [] }],
})

/** Which live thing a document is about. */
export interface Identity<R extends NamedRow> {
  readonly row: R | null
  readonly problems: readonly Problem[]
}

interface Named {
  readonly id?: string
  readonly name: string
  readonly formerly?: string
  readonly ensure?: 'absent'
}

/**
 * Finds a document's live counterpart: by `id` alone where it has one, else by name, else by what it was
 * called formerly (E12). What is missing and only asserted, or not clear, is an error that stops its account.
 */
export function identify<R extends NamedRow>(document: EstateDocument, at: Address, rows: RowIndex<R>): Identity<R> {
  const wanted = document.value as unknown as Named
  const problem = (code: string, severity: Problem['severity'], message: string): Problem => ({
    code,
    severity,
    address: at,
    message,
    statements: [{ source: document.source, path: [] }],
  })
  const found = wanted.id === undefined ? byName(wanted, rows) : byId(wanted, rows)
  const problems = found.error === undefined ? [] : [problem(found.error.code, 'error', found.error.message)]
  if (found.hint !== undefined) problems.push(problem('rename/done', 'info', found.hint))
  const missing = found.row === null && problems.length === 0 && wanted.ensure !== 'absent'
  if (missing && wanted.id !== undefined) {
    problems.push(problem('state/missing', 'error', `the platform has nothing with id ${wanted.id}`))
  } else if (missing && isAssertion(document)) {
    const message = `${at} is only named here and does not exist on the platform; say more than its name to create it`
    problems.push(problem('state/missing', 'error', message))
  }
  return { row: found.row, problems }
}

interface Found<R> {
  readonly row: R | null
  readonly error?: { readonly code: string; readonly message: string }
  readonly hint?: string
}

function byId<R extends NamedRow>(wanted: Named, rows: RowIndex<R>): Found<R> {
  const row = rows.byId.get(wanted.id ?? '') ?? null
  const other = rows.byName.get(wanted.name)?.find((each) => each.id !== wanted.id)
  if (row === null || row.name === wanted.name || other === undefined) return { row }
  const message = `${wanted.id} cannot be called ${wanted.name}: ${other.id} has that name`
  return { row, error: { code: 'rename/taken', message } }
}

function byName<R extends NamedRow>({ name, formerly }: Named, rows: RowIndex<R>): Found<R> {
  const now = rows.byName.get(name) ?? []
  const before = formerly === undefined ? [] : (rows.byName.get(formerly) ?? [])
  if (now.length > 1 || (now.length === 0 && before.length > 1)) {
    const ids = [...now, ...before].map((row) => row.id).join(', ')
    return {
      row: null,
      error: { code: 'state/ambiguous', message: `several have this name (${ids}); say which by id` },
    }
  }
  const [live = null] = now
  const [old = null] = before
  if (live !== null && old !== null) {
    const message = `both ${name} and its former name ${formerly} live; say which is meant by id, or drop formerly`
    return { row: null, error: { code: 'rename/both-live', message } }
  }
  if (live !== null && formerly !== undefined)
    return { row: live, hint: `renamed already; formerly: ${formerly} can go` }
  return { row: live ?? old }
}
