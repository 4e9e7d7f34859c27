import type { AuditEvent, Collection, PlatformInfo, Principal, RowOf, Snapshot } from '../model/snapshot.js'

/**
 * What planning gets: only reads (E3). A platform behind it may be reached in any way; what it cannot prove to
 * have read whole, it says in the manifests of the snapshot.
 */
export interface ReadPort {
  /** Who answers and who asks, in two requests: enough to notice the wrong tenant before anything else is read. */
  identify(): Promise<{ platform: PlatformInfo; principal: Principal }>
  /**
   * Reads the whole tenant in bulk. Lists that moved while they were read are brought to one revision by replaying
   * the change feed over them; what stays in doubt is incomplete (E4).
   * @param governed names of accounts worth reading one by one where a platform-wide list fails
   * @param collections the lists that are needed, where not all are; the others stay empty, and without a manifest
   */
  read(governed: (accountName: string) => boolean, collections?: readonly Collection[]): Promise<Snapshot>
  /** The same snapshot brought up to now by the change feed: a reader pays for changes and not for size. */
  refresh(snapshot: Snapshot): Promise<Snapshot>
  /** The audit events of some rows, oldest first: who stated what. */
  history(of: readonly RowReference[]): Promise<AuditEvent[]>
  /** The audit events of some lists of accounts, oldest first: who removed what. One that is endless is left out. */
  trails(of: readonly ListReference[]): Promise<AuditEvent[]>
  /** The revision each of these accounts' customers see now, beside the recorded one (T9). */
  effective(accounts: readonly string[]): Promise<ReadonlyMap<string, { recorded: number; visible: number }>>
  /**
   * Would the platform let these people connect? A question and no write: it answers, and connects nothing (T6). The
   * answers stand in the order of the questions; one that does not come is `unknown`.
   */
  wouldConnect(questions: readonly ConnectQuestion[]): Promise<ConnectAnswer[]>
  /** Who holds the lease just now; null where the platform has none. */
  lease(): Promise<LeaseState | null>
  /** What the portals of these accounts, by id, show to their customers now (T4). */
  portals(accounts: readonly string[]): Promise<ReadonlyMap<string, Portal>>
  close(): Promise<void>
}

export interface RowReference {
  readonly collection: Collection
  readonly id: string
}

/** One list, narrowed to the account with this id. */
export interface ListReference {
  readonly collection: Collection
  readonly account: string
}

/** May this person connect this app, in this project? Account, project and person by id, the app by name. */
export interface ConnectQuestion {
  readonly account: string
  readonly app: string
  /** An app is connected either by authorisation or by its key, at another place each (T6). */
  readonly auth: 'oauth2' | 'api-key'
  /** Null asks for the account as a whole. */
  readonly project: string | null
  /** Null asks for whoever asks. */
  readonly user: string | null
}

export type ConnectAnswer =
  | { readonly answer: 'allowed' }
  | { readonly answer: 'refused'; readonly problem: string; readonly detail: string }
  | { readonly answer: 'unknown'; readonly detail: string }

export interface Portal {
  readonly menu: boolean
  readonly apps: readonly string[]
  /** False while customers still see what was before the last writes (T9). */
  readonly isCurrent: boolean
}

/** What apply gets besides. Every write is conditional on the version the plan saw (E6). */
export interface WritePort extends ReadPort {
  /** Takes the lease, or says who holds it. */
  acquireLease(holder: string, seconds: number): Promise<Lease | LeaseHeld>
  renewLease(lease: Lease, seconds: number): Promise<Lease>
  releaseLease(lease: Lease): Promise<void>
  /**
   * Writes in order, each on its own; as many requests as the platform's bulk size makes necessary.
   * The outcomes stand in the order of the writes. Never throws for a single refused write.
   */
  write(writes: readonly Write[], context: WriteContext): Promise<WriteOutcome[]>
}

export type Write = UpsertWrite | RemoveWrite | RevokeWrite | ReauthWrite

export interface UpsertWrite {
  readonly operation: 'upsert'
  readonly collection: Collection
  /** Null creates. A setting's id is `<parent id>.<app>`, whether it is stored yet or not. */
  readonly id: string | null
  /** The version that must still stand; null where nothing may be stored yet. */
  readonly ifMatch: string | null
  readonly body: Readonly<Record<string, unknown>>
  /** Ids of the connections that the write may end; sent as a digest. */
  readonly expectConnections?: readonly string[]
}
export interface RemoveWrite {
  readonly operation: 'remove'
  readonly collection: Collection
  readonly id: string
  readonly ifMatch: string
  readonly expectConnections?: readonly string[]
  /** Of an app: its name once more, for uninstalling is destructive (R3). */
  readonly confirm?: string
}
export interface RevokeWrite {
  readonly operation: 'revoke'
  readonly collection: 'connections'
  readonly id: string
  readonly ifMatch: string
}
/** Asks the owner of a live connection to authorise it again (U6). The platform takes it in any version. */
export interface ReauthWrite {
  readonly operation: 'reauth'
  readonly collection: 'connections'
  readonly id: string
  readonly ifMatch: null
}

export interface WriteContext {
  /** Made of plan and step: the same key is the same write, however often and by whichever process it is sent. */
  readonly idempotencyKey: string
  /** The lease's fencing number: a delayed writer with an older one is refused. */
  readonly fencing: number | null
}

export type WriteOutcome = WriteDone | WriteRefused | WriteUnknown

export interface WriteDone {
  readonly status: 'done'
  /** The row as it is now; null when it was removed. */
  readonly row: { readonly id: string; readonly etag: string } | null
  /** Rows that the platform changed by itself because of the write. */
  readonly effects: readonly WriteEffect[]
  /** What somebody should know although it is done: the third party kept its token, for one. */
  readonly note?: string
}
export interface WriteEffect {
  readonly op: 'create' | 'update' | 'delete' | 'end'
  readonly collection: Collection
  readonly id: string
  readonly etag: string | null
  /** The row after the effect, where the platform tells it. */
  readonly row?: RowOf<Collection> | null
}
export interface WriteRefused {
  readonly status: 'refused'
  /** The problem's name, e.g. `precondition-failed`. */
  readonly problem: string
  /** 0 where no answer came and the write was certainly not sent. */
  readonly httpStatus: number
  readonly detail: string
}
/** It was sent, and no answer says what became of it: only a read can tell. */
export interface WriteUnknown {
  readonly status: 'unknown'
  readonly detail: string
}

export interface Lease {
  readonly holder: string
  readonly fencing: number
  readonly expiresAt: string
}
/** The lease as anybody may see it. */
export interface LeaseState {
  /** Null where nobody holds it. */
  readonly holder: string | null
  /** The newest number that was given out; 0 where none was. */
  readonly fencing: number
  readonly expiresAt: string | null
}
export interface LeaseHeld {
  readonly heldBy: string
  readonly until: string | null
}
