import type { Address } from '../model/address.js'
import type { EstateDocument } from '../model/document.js'
import type { Problem } from '../model/problem.js'
import { isAssertion } from './estate-index.js'

interface NamedRow {
  readonly id: string
  readonly name: string
}

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
export function identify<R extends NamedRow>(document: EstateDocument, at: Address, rows: readonly R[]): Identity<R> {
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

function byId<R extends NamedRow>(wanted: Named, rows: readonly R[]): Found<R> {
  const row = rows.find((each) => each.id === wanted.id) ?? null
  const other = rows.find((each) => each.name === wanted.name && each.id !== wanted.id)
  if (row === null || row.name === wanted.name || other === undefined) return { row }
  const message = `${wanted.id} cannot be called ${wanted.name}: ${other.id} has that name`
  return { row, error: { code: 'rename/taken', message } }
}

function byName<R extends NamedRow>({ name, formerly }: Named, rows: readonly R[]): Found<R> {
  const now = rows.filter((row) => row.name === name)
  const before = formerly === undefined ? [] : rows.filter((row) => row.name === formerly)
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
