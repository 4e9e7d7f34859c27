import type { Estate, EstateDocument } from '../model/document.js'
import type { DocumentKind } from '../model/generated/documents.js'
import type { HoldRule } from '../model/hold.js'
import { type PreparedSet, prepareSet } from './desired/project-sets.js'
import { holdRule } from './holds.js'
import { type Matcher, matcherOf } from './match.js'

/** An estate's documents where they are looked up: by kind, and by the account they stand in. */
export interface EstateIndex {
  readonly estate: Estate
  of<K extends DocumentKind>(kind: K): readonly EstateDocument<K>[]
  /** The documents of a kind that name this account. */
  inAccount<K extends AccountKind>(kind: K, account: string): readonly EstateDocument<K>[]
  named<K extends 'App' | 'Package' | 'Account'>(kind: K, name: string): EstateDocument<K> | undefined
  /** Templates that stand in every account of certain labels or names. */
  readonly templateSets: readonly { readonly document: EstateDocument<'ProjectTemplate'>; readonly matches: Matcher }[]
  readonly projectSets: readonly PreparedSet[]
  readonly holds: readonly HoldRule[]
}

/** The kinds whose documents name their account. */
export type AccountKind = 'ProjectTemplate' | 'Project' | 'Group' | 'User' | 'Connection'

export function indexEstate(estate: Estate): EstateIndex {
  const byKind = new Map<DocumentKind, EstateDocument[]>()
  const byAccount = new Map<string, EstateDocument[]>()
  const byName = new Map<string, EstateDocument>()
  for (const document of estate.documents) {
    append(byKind, document.kind, document)
    const { account, name } = document.value as { account?: string; name?: string }
    if (account !== undefined) append(byAccount, `${document.kind}/${account}`, document)
    if (name !== undefined) byName.set(`${document.kind}/${name}`, document)
  }
  const of = <K extends DocumentKind>(kind: K) => (byKind.get(kind) ?? []) as EstateDocument[] as EstateDocument<K>[]
  return {
    estate,
    of,
    templateSets: of('ProjectTemplate').flatMap((document) => {
      const { accounts } = document.value
      return accounts === undefined ? [] : [{ document, matches: matcherOf(accounts) }]
    }),
    holds: of('Hold').map(holdRule),
    projectSets: of('ProjectSet').map(prepareSet),
    inAccount: <K extends AccountKind>(kind: K, account: string) =>
      (byAccount.get(`${kind}/${account}`) ?? []) as EstateDocument[] as EstateDocument<K>[],
    named: <K extends DocumentKind>(kind: K, name: string) =>
      byName.get(`${kind}/${name}`) as EstateDocument | undefined as EstateDocument<K> | undefined,
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

const IDENTITY = new Set([
  'kind',
  'platform',
  'id',
  'account',
  'accounts',
  'project',
  'name',
  'email',
  'app',
  'formerly',
  'notes',
])
const STATEMENT = new Set(['reason', 'owner', 'ticket'])

/** Whose labels live on the platform; those of others are for people. */
const LABELLED = new Set<DocumentKind>(['Account', 'Project', 'Group'])

/** A document that only names a thing asserts that it exists. */
export function isAssertion(document: EstateDocument): boolean {
  return Object.keys(document.value).every(
    (key) =>
      IDENTITY.has(key) ||
      (STATEMENT.has(key) && document.kind !== 'Connection') ||
      (key === 'labels' && !LABELLED.has(document.kind)),
  )
}
