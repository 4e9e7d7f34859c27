import type { EstateDocument, Source } from '../model/document.js'
import type { DocumentKind, WritConfig, WritFile } from '../model/generated/documents.js'
import { didYouMean } from '../model/nearest.js'
import { AccountView } from './account-view.js'
import type { LoadedConfig } from './config.js'
import type { Identified } from './identify.js'
import { type Identity, identityOf, scopeKey } from './identity.js'
import { limits } from './limits.js'
import { type Matched, matchesAccount } from './match.js'
import { Packages } from './packages.js'

type Names = Map<string, { absent: boolean }>

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

/** An estate while it is judged: what rules ask it. */
export class Draft {
  readonly documents: readonly EstateDocument[]
  readonly config: WritConfig | undefined
  readonly configFile: WritFile | undefined
  readonly configSource: Source | undefined
  /** The day of the run, UTC, as documents write days. */
  readonly today: string
  readonly packages: Packages
  private readonly byKind = new Map<DocumentKind, EstateDocument[]>()
  private readonly names = new Map<string, Names>()
  private accounts: Map<string, EstateDocument<'Account'>> | undefined
  private readonly identities = new Map<EstateDocument, Identity>()
  private readonly views = new Map<string, AccountView>()
  private lostWords: ReadonlySet<string> | undefined
  private comparisons: number = limits.comparisons

  constructor(
    { documents, invalid }: Identified,
    config: LoadedConfig | undefined,
    private readonly lost: readonly string[],
    now: Date,
  ) {
    this.documents = documents
    this.config = config?.config
    this.configFile = config?.file
    this.configSource = config?.source
    this.today = now.toISOString().slice(0, 10)
    for (const document of documents) this.add(document)
    for (const { kind, value } of invalid) this.declare(identityOf(kind, value), value)
    this.packages = new Packages(this.of('Package'), this.of('App'))
  }

  /** The valid documents of a kind. */
  of<K extends DocumentKind>(kind: K): readonly EstateDocument<K>[] {
    return (this.byKind.get(kind) ?? []) as unknown as readonly EstateDocument<K>[]
  }

  /** Whether a thing is declared, or declared to be removed. A document that is invalid otherwise still declares. */
  status(kind: DocumentKind, scope: readonly unknown[], name: string): 'declared' | 'absent' | 'unknown' {
    const found = this.names.get(scopeKey(kind, ...scope))?.get(name)
    if (!found) return 'unknown'
    return found.absent ? 'absent' : 'declared'
  }

  /** Which thing a document is about. */
  identity(document: EstateDocument): Identity {
    return this.identities.get(document) ?? identityOf(document.kind, document.value)
  }

  /** Whether a name is declared in a scope, given by its key. */
  hasName(scope: string, name: string): boolean {
    return this.names.get(scope)?.has(name) === true
  }

  /** The names declared in a scope. */
  namesIn(kind: DocumentKind, ...scope: readonly unknown[]): string[] {
    return [...(this.names.get(scopeKey(kind, ...scope))?.keys() ?? [])]
  }

  /** ` Did you mean NAME?`, as long as the run has not compared too many names already. */
  didYouMean(name: string, names: readonly string[]): string {
    this.comparisons -= names.length
    return this.comparisons < 0 ? '' : didYouMean(name, names)
  }

  /** Whether the words of a name stand in a text that could not be read: then nobody can say that it is not declared. */
  mayBeLost(name: string): boolean {
    this.lostWords ??= new Set(this.lost.flatMap(wordsOf))
    const lost = this.lostWords
    return lost.size > 0 && wordsOf(name).every((word) => lost.has(word))
  }

  /** The document that declares an account. */
  account(name: string): EstateDocument<'Account'> | undefined {
    this.accounts ??= new Map(this.of('Account').map((document) => [document.value.name, document]))
    return this.accounts.get(name)
  }

  /** Whether a document or a set speaks, or may speak, of an account. */
  knowsAccount(name: string): boolean {
    if (this.status('Account', [], name) !== 'unknown') return true
    return this.of('AccountSet').some(({ value }) => matchesAccount(value.match, { name }) !== 'no')
  }

  /** What documents say of a declared account, sets included. */
  view(account: EstateDocument<'Account'>): AccountView {
    const known = this.views.get(account.value.name)
    if (known) return known
    const view = new AccountView(this, account)
    this.views.set(account.value.name, view)
    return view
  }

  /** The sets that match an account for certain, and those that may, by what is live. */
  setsOf(account: Matched): { sure: EstateDocument<'AccountSet'>[]; maybe: EstateDocument<'AccountSet'>[] } {
    const sets = { sure: [] as EstateDocument<'AccountSet'>[], maybe: [] as EstateDocument<'AccountSet'>[] }
    for (const set of this.of('AccountSet')) {
      const answer = matchesAccount(set.value.match, account)
      if (answer !== 'no') sets[answer === 'yes' ? 'sure' : 'maybe'].push(set)
    }
    return sets
  }

  /** Whether an entry counts today; before `from` and after `until` it reads as off. */
  isOpen({ from, until }: { from?: string; until?: string }): boolean {
    return (from === undefined || from <= this.today) && (until === undefined || this.today <= until)
  }

  private add(document: EstateDocument): void {
    const list = this.byKind.get(document.kind)
    if (list) list.push(document)
    else this.byKind.set(document.kind, [document])
    const identity = identityOf(document.kind, document.value)
    this.identities.set(document, identity)
    this.declare(identity, document.value)
  }

  private declare({ scope, name }: { scope: string; name: string | undefined }, value: object): void {
    if (name === undefined) return
    const names: Names = this.names.get(scope) ?? new Map()
    this.names.set(scope, names)
    names.set(name, { absent: 'ensure' in value && value.ensure === 'absent' })
  }
}
