import { KINDS } from '../kinds/index.js'
import type { EstateDocument } from '../model/document.js'
import type { Problem } from '../model/problem.js'
import type { AccountRow } from '../model/snapshot.js'
import type { Governed } from './desired/account.js'
import type { EstateIndex } from './estate-index.js'
import { identify } from './identify.js'
import { matches } from './match.js'

/** Which accounts the estate governs: those a document declares, and those a set matches. */
export interface Governance {
  readonly accounts: readonly Governed[]
  readonly problems: readonly Problem[]
  /** Sets whose `expect` does not hold: the run is refused (exit 3). */
  readonly unexpected: readonly { readonly set: string; readonly matched: number; readonly message: string }[]
}

export function govern(index: EstateIndex, rows: ReadonlyMap<string, AccountRow>): Governance {
  const problems: Problem[] = []
  const live = [...rows.values()]
  const declared = new Map<string, { row: AccountRow | null; document: EstateDocument<'Account'> }>()
  const stopped = new Set<string>()
  for (const document of index.of('Account')) {
    const found = identify(document, KINDS.account.address('', document.value.name), live)
    problems.push(...found.problems)
    if (found.problems.some((problem) => problem.severity === 'error')) stopped.add(document.value.name)
    else declared.set(document.value.name, { row: found.row, document })
  }
  const taken = new Set([...declared.values()].map(({ row }) => row?.id))
  const accounts = [
    ...[...declared.values()].map(({ row, document }) => governed(index, row, document)),
    ...live.filter((row) => !taken.has(row.id) && !stopped.has(row.name)).map((row) => governed(index, row, null)),
  ].filter(({ document, sets }) => document !== null || sets.length > 0)
  return { accounts, problems, unexpected: unexpected(index, accounts) }
}

/** Names and labels as they will be after apply: a declared key over the live one. */
function governed(index: EstateIndex, row: AccountRow | null, document: EstateDocument<'Account'> | null): Governed {
  const name = document?.value.name ?? row?.name ?? ''
  const labels = { ...row?.labels, ...document?.value.labels }
  const sets = index.of('AccountSet').filter(({ value }) => matches(value.match, name, labels))
  return { row, document, sets, name, labels }
}

function unexpected(index: EstateIndex, accounts: readonly Governed[]): Governance['unexpected'] {
  return index.of('AccountSet').flatMap(({ value, source }) => {
    const { min = 0, max = Number.POSITIVE_INFINITY } = value.expect ?? {}
    const matched = accounts.filter(({ sets }) => sets.some((set) => set.source === source)).length
    if (matched >= min && matched <= max) return []
    const message = `AccountSet ${value.name} matches ${matched} accounts and expects ${min} to ${max}`
    return [{ set: value.name, matched, message }]
  })
}
