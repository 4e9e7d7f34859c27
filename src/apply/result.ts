import type { RunEvent } from '../model/generated/events.js'
import type { Journal } from '../model/journal.js'
import type { Secrets } from '../model/secrets.js'
import type { Collection, Snapshot } from '../model/snapshot.js'
import type { WriteEffect, WritePort } from '../provider/port.js'

/** What executing a plan needs from outside. Clock and run id come in as values. */
export interface ApplyContext {
  readonly port: WritePort
  /** The very snapshot that the plan was made from. */
  readonly snapshot: Snapshot
  readonly runId: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** How many requests run at once. */
  readonly parallelism: number
  readonly emit: (event: RunEvent) => void
  /** Takes each intent before its request and each outcome after it. Absent: nothing is recorded. */
  readonly journal?: Journal
  /** Values of the secrets that changes name. Absent: none is known here. */
  readonly secrets?: Secrets
  /** Indexes of the changes that may run; the others are not approved. Absent: all. */
  readonly only?: ReadonlySet<number>
  /** Once aborted, nothing more is sent; what is under way is waited for. */
  readonly signal?: AbortSignal
  /** The run that was cut off and that this one goes on from: a lease in its name is nobody's. */
  readonly resumes?: string | null
  /** Who takes the lease, for people to read. Default: `writ` and the run's id. */
  readonly holder?: string
  /** How long the lease lives without being renewed, in seconds. Default 30. */
  readonly leaseSeconds?: number
  /** How long to wait for a lease that another holds, in milliseconds. Default 0. */
  readonly lockTimeout?: number
}

export type ChangeStatus = 'done' | 'already' | 'refused' | 'blocked' | 'unknown' | 'skipped'

/** What became of one change of the plan. */
export interface ChangeOutcome {
  /** Index into the plan's changes. */
  readonly index: number
  readonly address: string
  readonly status: ChangeStatus
  /** The platform's or Writ's reason where it is not plainly done. */
  readonly detail: string | null
  /** The problem's name where the platform refused. */
  readonly problem: string | null
  /** Index of the change that it waited for in vain. */
  readonly blockedBy: number | null
}

/** Something that the platform did by itself because of a change. */
export interface SeenEffect {
  readonly by: number
  readonly op: WriteEffect['op']
  readonly collection: Collection
  readonly id: string
}

export interface LeaseReport {
  readonly status: 'none' | 'held' | 'taken' | 'lost'
  readonly holder: string | null
  readonly fencing: number | null
  readonly until: string | null
}

/** A whole run, as plain data. Exit codes, report and record are made from it. */
export interface ApplyResult {
  /** In the plan's order, one for each change. */
  readonly outcomes: readonly ChangeOutcome[]
  readonly counts: Readonly<Record<ChangeStatus, number>>
  readonly effects: readonly SeenEffect[]
  /** Connections that ended although no reviewed plan named them. */
  readonly extraEndings: readonly { readonly connection: string; readonly by: number }[]
  /** Changes whose revocation or removal was answered as done, and whose row a read shows all the same. */
  readonly stillThere: readonly number[]
  /** Refuses the platform a closing write that would end other connections than the plan names? Else there is a window. */
  readonly expectsConnections: boolean
  readonly lease: LeaseReport
  /** Stopped from outside before everything was tried. */
  readonly interrupted: boolean
  /** At least one write was executed. */
  readonly wrote: boolean
  /** Why the record has a gap, and the run was stopped; null where it has none. */
  readonly unrecorded: string | null
  /** Writes that failed or whose outcome nobody knows; blocked ones are not among them. */
  readonly failed: number
  /** Live state after the run; null where it could not be read. */
  readonly readBack: Snapshot | null
  readonly readBackProblem: string | null
}
