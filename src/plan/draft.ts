import type { Direction } from '../kinds/declaration.js'
import type { Address } from '../model/address.js'
import type { Statement } from '../model/document.js'
import type { Change, Effect, Held, Operation } from '../model/generated/plan.js'
import type { Resource } from '../model/resource.js'
import type { Collection } from '../model/snapshot.js'

/** A change while the plan is made: it refers to others by themselves, and to statements without positions. */
export interface DraftChange {
  readonly address: Address
  readonly operation: Operation
  readonly direction: Direction
  readonly before: Fields | null
  readonly after: Fields | null
  readonly statements: readonly Statement[]
  readonly expired: boolean
  /** A rule for live connections asks for it. */
  readonly ruled?: boolean
  readonly reason?: string
  stage: number
  readonly needs: Set<DraftChange>
  readonly target: { readonly collection: Collection; readonly id: string | null }
  readonly revision: string | null
  /** Ids of the connections that this write ends by itself. */
  readonly ends: string[]
  readonly undo: Change['undo']
  readonly observed: boolean
}

export type Fields = Readonly<Record<string, unknown>>

export interface DraftEffect {
  readonly address: Address
  readonly operation: Effect['operation']
  readonly before: Fields | null
  readonly after: Fields | null
  readonly by: DraftChange
}

export interface DraftHeld {
  readonly address: Address
  readonly reason: Held['reason']
  readonly message: string
  readonly before: Fields | null
  readonly after: Fields | null
  readonly statements: readonly Statement[]
}

/** A connection that ends, by Writ's revocation or by the platform itself. */
export interface Ending {
  readonly connection: Resource<'connection'>
  readonly how: 'revoked' | 'ended'
  readonly by: DraftChange
}

/** One write to the tree, as it could be made. */
export interface Move {
  readonly operation: 'create' | 'update' | 'end' | 'remove'
  readonly resource: Resource
  readonly parent: Resource
  /** The fields that change; null when the resource goes. */
  readonly after: Fields | null
}

/** What remains of a draft once its account is planned. The tree does not: only one at a time stands in memory. */
export interface Drafted extends Pick<Draft, 'changes' | 'effects' | 'held' | 'endings'> {
  readonly account: { readonly id: string | null; readonly key: string }
}

/** What the changes so far make of the live state, with the trail of how. */
export class Draft {
  readonly changes: DraftChange[] = []
  readonly effects: DraftEffect[] = []
  readonly held: DraftHeld[] = []
  readonly endings: Ending[] = []
  /** Settings that were dormant at an earlier step. */
  readonly asleep = new Set<Address>()
  /** What is different and was left out, because it is outside `--only` or held: nothing below may rely on it. */
  readonly cut = new Map<Address, DraftHeld['reason']>()
  /** What documents open and this plan does not: whoever would be let in by it is not shut out by documents. */
  readonly unopened: Move[] = []
  /** What will not be created or renamed: its address leads nowhere yet, nor does anything below it. */
  readonly blocked = new Set<Address>()
  /** The last change that touched an address, itself or by what the platform does after it. */
  readonly writers = new Map<Address, DraftChange>()

  constructor(
    readonly account: Resource<'account'>,
    readonly apps: ReadonlyMap<string, Resource<'app'>>,
  ) {}

  drafted(): Drafted {
    const { changes, effects, held, endings, account } = this
    return { changes, effects, held, endings, account: { id: account.id, key: account.key } }
  }

  /** What must have happened before: those of the given addresses that a change of this plan touches. */
  writersOf(addresses: Iterable<Address>): DraftChange[] {
    return [...addresses].flatMap((address) => this.writers.get(address) ?? [])
  }

  readonly #removedGroups: DraftChange[] = []
  #walked = 0

  /** The groups that go. Asked for each connection that ends, which are changes too: so each change is walked once. */
  removedGroups(): readonly DraftChange[] {
    for (; this.#walked < this.changes.length; this.#walked += 1) {
      const change = this.changes[this.#walked] as DraftChange
      if (change.operation === 'remove' && change.address.startsWith('group/')) this.#removedGroups.push(change)
    }
    return this.#removedGroups
  }
}
