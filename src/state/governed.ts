import { KINDS } from '../kinds/index.js'
import type { EstateDocument } from '../model/document.js'
import { addressOfDocument } from '../model/estate-name.js'
import type { Problem } from '../model/problem.js'
import type { AccountRow } from '../model/snapshot.js'
import type { Governed } from './desired/account.js'
import type { EstateIndex } from './estate-index.js'
import { countMatches, type Unexpected, unexpected } from './expectations.js'
import { claimedTwice, identify, indexRows, type RowIndex } from './identify.js'
import { type Matcher, matcherOf } from './match.js'

/** Which accounts the estate governs: those a document declares, and those a set matches. */
export interface Governance {
  readonly accounts: readonly Governed[]
  readonly problems: readonly Problem[]
  /** Ids of the live accounts of which documents speak and nobody can tell which they mean. */
  readonly stopped: ReadonlySet<string>
  /** Sets whose `expect` does not hold: the run is refused (exit 3). */
  readonly unexpected: readonly Unexpected[]
}

export function govern(index: EstateIndex, rows: ReadonlyMap<string, AccountRow>): Governance {
  const problems: Problem[] = []
  const live = [...rows.values()]
  const byName = indexRows(live)
  const declared = new Map<string, Declared>()
  const stopped = new Set<AccountRow>()
  for (const document of index.of('Account')) {
    const found = identify(document, KINDS.account.address('', document.value.name), byName)
    problems.push(...found.problems)
    if (found.problems.some((problem) => problem.severity === 'error')) {
      for (const row of concerned(document.value, byName)) stopped.add(row)
    } else if (found.row !== null || document.value.ensure !== 'absent')
      declared.set(document.value.name, { row: found.row, document })
  }
  for (const [row, claims] of claimsOf(declared)) {
    if (claims.length < 2) continue
    stopped.add(row)
    for (const { document, name } of claims) {
      problems.push(claimedTwice(document, KINDS.account.address('', name), row.id))
      declared.delete(name)
    }
  }
  const sets = index.of('AccountSet').map((document) => ({ document, matches: matcherOf(document.value.match) }))
  const taken = new Set([...declared.values()].map(({ row }) => row?.id))
  const accounts = [
    ...[...declared.values()].map(({ row, document }) => governed(sets, row, document)),
    ...live.filter((row) => !taken.has(row.id) && !stopped.has(row)).map((row) => governed(sets, row, null)),
  ].filter(({ document, sets }) => document !== null || sets.length > 0)
  const matched = [...accounts, ...[...stopped].map((row) => governed(sets, row, null))]
  const counts = countMatches(
    new Map<EstateDocument<'AccountSet'>, number>(),
    matched.flatMap(({ sets }) => sets),
  )
  problems.push(
    ...index
      .of('AccountSet')
      .filter((set) => !counts.has(set))
      .map(idle),
  )
  return {
    accounts,
    problems,
    stopped: new Set([...stopped].map(({ id }) => id)),
    unexpected: unexpected(index.of('AccountSet'), counts, 'accounts'),
  }
}

/** A set that matches nothing closes nothing either, and one wrong letter of a label is enough. */
const idle = (set: EstateDocument<'AccountSet'>): Problem => ({
  ...{ code: 'set/matches-nothing', severity: 'warning', address: addressOfDocument(set as EstateDocument) },
  message: 'it matches no account, so that nothing it says holds anywhere; correct what it matches, or delete it',
  statements: [{ source: set.source, path: ['match'] }],
})

interface Declared {
  readonly row: AccountRow | null
  readonly document: EstateDocument<'Account'>
}

/** The documents that are about each live account. */
function claimsOf(declared: ReadonlyMap<string, Declared>) {
  const claims = new Map<AccountRow, { readonly name: string; readonly document: EstateDocument<'Account'> }[]>()
  for (const [name, { row, document }] of declared) {
    if (row !== null) claims.set(row, [...(claims.get(row) ?? []), { name, document }])
  }
  return claims
}

/** The live accounts that a document may be about: where that is not clear, no set may speak for any of them. */
function concerned(
  { id, name, formerly }: EstateDocument<'Account'>['value'],
  { byId, byName }: RowIndex<AccountRow>,
): AccountRow[] {
  const named = [name, formerly].flatMap((each) => (each === undefined ? [] : (byName.get(each) ?? [])))
  const meant = id === undefined ? undefined : byId.get(id)
  return meant === undefined ? named : [meant, ...named]
}

/** Names and labels as they will be after apply: a declared key over the live one. */
function governed(
  sets: readonly { readonly document: EstateDocument<'AccountSet'>; readonly matches: Matcher }[],
  row: AccountRow | null,
  document: EstateDocument<'Account'> | null,
): Governed {
  const name = document?.value.name ?? row?.name ?? ''
  const labels = { ...row?.labels, ...document?.value.labels }
  // Of what is to be removed no set has anything to say.
  const isLeaving = document?.value.ensure === 'absent'
  const matching = isLeaving ? [] : sets.filter(({ matches }) => matches(name, labels)).map((set) => set.document)
  return { row, document, sets: matching, name, labels }
}
