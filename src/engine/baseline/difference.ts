import type { Estate, EstateDocument } from '../../model/document.js'
import type { DocumentKind } from '../../model/generated/documents.js'
import { type Governed, type Sides, saidBy } from '../../state/index.js'

/** Which of what is planned a commit may have moved. */
export interface Moved {
  /** Does nothing differ at all? */
  readonly nothing: boolean
  readonly registry: boolean
  account(governed: Governed): boolean
}

/** Kinds that say nothing of what is wanted: a difference in them moves no change. */
const SILENT = new Set<DocumentKind>(['Waiver', 'Override', 'Policy', 'Review'])

const NOTHING: Moved = { nothing: true, registry: false, account: () => false }
const EVERYTHING: Moved = { nothing: false, registry: true, account: () => true }

/**
 * Compares two estates document by document. A document that moved to another file, or whose texts changed, is the same.
 * One that speaks of a single account moves that account; a set moves those that it matches, before or now; all else may
 * move any.
 */
export function movedBetween(
  before: Estate,
  now: Estate,
  sides: { readonly before: Sides; readonly now: Sides },
): Moved {
  const differing = differingDocuments(before, now)
  if (differing.length === 0) return NOTHING
  const names = new Set<string>()
  for (const document of differing.filter(({ kind }) => kind !== 'AccountSet')) {
    const account = accountOf(document)
    if (account === undefined) return EVERYTHING
    names.add(account)
  }
  const isSet = differing.some(({ kind }) => kind === 'AccountSet') ? otherSets(sides) : () => false
  return { nothing: false, registry: false, account: ({ row, name }) => names.has(name) || isSet(row?.id) }
}

function differingDocuments(before: Estate, now: Estate): EstateDocument[] {
  const shared = new Set(before.documents)
  const others = now.documents.filter((document) => !shared.delete(document) && !SILENT.has(document.kind))
  const left = [...shared].filter(({ kind }) => !SILENT.has(kind))
  const said = new Set(left.map(saidBy))
  const same = new Set(others.map(saidBy).filter((each) => said.has(each)))
  return [...others, ...left].filter((document) => !same.has(saidBy(document)))
}

/** The one account that a document speaks of. */
function accountOf({ kind, value }: EstateDocument): string | undefined {
  const { account, name, covers } = value as { account?: string; name?: string; covers?: { account?: string } }
  return kind === 'Account' ? name : kind === 'Hold' ? covers?.account : account
}

/** Tells whether other sets match an account than did, or say something else. */
function otherSets({
  before,
  now,
}: {
  readonly before: Sides
  readonly now: Sides
}): (id: string | undefined) => boolean {
  const [then, today] = [setsOf(before), setsOf(now)]
  return (id) => id !== undefined && then.get(id) !== today.get(id)
}

const setsOf = ({ governance }: Sides): Map<string | undefined, string> =>
  new Map(
    governance.accounts.map(({ row, sets }) => [row?.id, sets.map((set) => saidBy(set as EstateDocument)).join('\n')]),
  )
