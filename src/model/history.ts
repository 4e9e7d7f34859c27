import type { AccessRow, Audit, AuditPlace, ConnectionRow } from './audit.js'
import type { Explained, GateTold } from './audit-detail.js'
import type { Access, Attribution, EndedConnection, PlanOutcome } from './generated/plan.js'
import type { Sample } from './sample.js'

/**
 * How sure a row about a day in the past is. *proven*: the platform's revision stood still between two looks around that
 * moment, and its records are signed by the keys that were given. *sealed*: the same, with signatures that nobody checked,
 * or none. *agreed*: looks before and after agree, and recorded runs explain all between them. *last-seen*: seen before,
 * and nobody looked after. *unproven*: a record that it rests on is broken or missing. *not-known*: looks disagree, or the
 * outcome of a write is unknown. *declared*: nobody looked, and documents alone decide it.
 */
export const CERTAINTIES = ['not-known', 'unproven', 'declared', 'last-seen', 'agreed', 'sealed', 'proven'] as const
export type Certainty = (typeof CERTAINTIES)[number]

/** An entry of a record. */
export interface RecordSource {
  readonly run: string
  /** Its number in the record. */
  readonly entry: number
  /** ISO 8601, UTC. */
  readonly at: string
}

/** What of a row comes of looking back. */
export interface Known {
  readonly known: Certainty
  /** Why it is not surer; empty where it is sure. */
  readonly doubt: string
  /** What it rests on: the picture, then the writes to its account since. */
  readonly sources: readonly RecordSource[]
}

/** Something that keeps the past from being known whole. */
export interface Gap {
  readonly code: string
  readonly place: string
  readonly message: string
}

/** The estate that counted on a day. */
export interface Declared {
  readonly commit: string
  /** *applied*: a sealed record names it. *head*: none does, and it was the head of the branch that day. */
  readonly basis: 'applied' | 'head'
  /** The record that names it; null for a head. */
  readonly source: RecordSource | null
  /** Was anything applied that is in no commit? */
  readonly dirty: boolean | null
  /** The addresses of `--only`; empty for the whole estate. */
  readonly scope: readonly string[]
  /** False where its record cannot be believed. */
  readonly proven: boolean
}

/** The newest commit of the branch on a day, as its commits are dated. */
export interface Head {
  readonly ref: string
  readonly commit: string
  /** When it was committed, as it says. */
  readonly at: string
  readonly author: string
  /** Is it another than the one in force? */
  readonly differs: boolean
}

/** A sealed picture of the live platform. */
export interface Picture extends RecordSource {
  readonly revision: number
  readonly digest: string
  readonly proven: boolean
}

export interface PastAccess extends Omit<AccessRow, 'why'>, Known {
  /** Index into `explanations`; null where nobody looked. */
  readonly why: number | null
  /** Index into `writers`: the run that last wrote something that this rests on; null where no record tells. */
  readonly writer: number | null
}
export interface PastConnection extends ConnectionRow, Known {}

/** An Override that let a run pass a limit, as the run's commit has it; null where Git does not tell. */
export interface UsedOverride {
  readonly address: string
  readonly owner: string | null
  readonly reason: string | null
}

/** A write that access rests on, and by whose hand and approval it came. */
export interface Writer extends RecordSource {
  readonly address: string
  readonly principal: string
  readonly approvedBy: readonly string[]
  readonly overrides: readonly UsedOverride[]
  readonly commit: string | null
  readonly runUrl: string | null
  /** False where its record cannot be believed. */
  readonly proven: boolean
}

/** To which rows an answer was narrowed; empty lists narrow nothing. */
export interface Narrowing {
  readonly apps: readonly string[]
  readonly accounts: readonly string[]
  readonly users: readonly string[]
}

/** Access that came or went between two looks, and that no recorded run explains. */
export interface PastOther {
  readonly account: string
  readonly user: string
  readonly app: string
  readonly change: 'lost' | 'gained' | 'moved'
  /** Where it could be used as records had it, and where it was seen. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** The pictures between which it happened. */
  readonly between: readonly [RecordSource, RecordSource]
}

/** Who could use what at the end of a day, as far as it can be known. */
export interface PastDay {
  readonly kind: 'at'
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string
  /** The last moment that counts, ISO 8601. */
  readonly until: string
  readonly tenant: string
  readonly environment: string | null
  readonly store: string
  readonly declared: Declared | null
  readonly head: Head | null
  /** What people's access is worked out from; null: only what documents say is known. */
  readonly picture: Picture | null
  /** The picture after that day, against which the one before was held. */
  readonly next: Picture | null
  /** Runs between the picture and the end of the day. */
  readonly runs: readonly RecordSource[]
  readonly certainty: Readonly<Record<Certainty, number>>
  /** What this answer leaves open, in sentences. */
  readonly open: readonly string[]
  readonly gaps: readonly Gap[]
  /** To what the rows were narrowed. */
  readonly only: Narrowing
  readonly access: readonly PastAccess[]
  readonly connections: readonly PastConnection[]
  /** What rows refer to by `why`, and what that refers to. */
  readonly explanations: readonly Explained[]
  readonly gates: readonly GateTold[]
  /** What rows refer to by `writer`. */
  readonly writers: readonly Writer[]
  /** Of the rows above; null where documents alone speak. */
  readonly audit: Pick<Audit, 'totals' | 'exceptions' | 'doubtful'> | null
  readonly sample?: Sample
  readonly outcome: PlanOutcome
}

/** How a run ended. */
export type Ending = 'done' | 'partly' | 'refused' | 'failed' | 'cut-off' | 'under-way'

export interface PastRun {
  readonly run: string
  readonly place: string
  readonly command: string
  readonly startedAt: string
  readonly sealedAt: string | null
  readonly ending: Ending
  readonly exitCode: number | null
  readonly reasons: readonly string[]
  readonly principal: string
  readonly approvedBy: readonly string[]
  readonly runUrl: string | null
  readonly commit: string | null
  readonly dirty: boolean | null
  readonly scope: readonly string[]
  /** The plan's, and the approved plan's where one was given. */
  readonly outcomeDigest: string
  readonly approvedDigest: string | null
  /** Null where nobody looked, or not at the whole. */
  readonly inSync: boolean | null
  /** What errors stopped, the first by name; null in records that do not tell. */
  readonly stopped: { readonly count: number; readonly names: readonly string[] } | null
  /** The Overrides that let it pass a limit. */
  readonly overrides: readonly UsedOverride[]
  readonly signedBy: string | null
  /** Why it cannot be believed; empty where it can. */
  readonly problems: readonly string[]
  /** What refused it. */
  readonly refusals: readonly string[]
}

/** Who last wrote a line, as Git tells. */
export interface LineAuthor extends AuditPlace {
  /** The commit that wrote the line; null where Git cannot tell. */
  readonly commit: string | null
  readonly author: string | null
  readonly at: string | null
}

/** What became of a write. */
export type WriteStatus = 'written' | 'already' | 'refused' | 'not-applied' | 'unknown'

export interface PastChange {
  readonly source: RecordSource
  readonly address: string
  readonly operation: string
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
  readonly status: WriteStatus
  readonly detail: string | null
  /** Null in records that do not tell. */
  readonly origin: string | null
  /** By whose hand it differed, where the platform's trail told. */
  readonly by: Attribution | null
  readonly causes: readonly LineAuthor[]
  /** Connections that ended with it, as the plan named them. */
  readonly ended: readonly EndedConnection[]
  readonly proven: boolean
}

export interface PastPerson extends Access {
  readonly run: string
  readonly change: 'lost' | 'gained'
}

/** What somebody else did, as a run saw it. */
export interface PastHand {
  readonly run: string
  readonly address: string
  readonly by: Attribution
}

/** A commit of the branch, and whether a run ever applied it. */
export interface PastCommit {
  readonly commit: string
  readonly at: string
  readonly author: string
  readonly subject: string
  /** The first run that applied it; null where none did. */
  readonly run: string | null
  /** A later commit of the branch was applied, and this one with it. */
  readonly within: string | null
}

/** What changed in a time, from what cause, by whose approval. */
export interface PastPeriod {
  readonly kind: 'period'
  readonly from: string
  readonly to: string
  readonly tenant: string
  readonly environment: string | null
  readonly store: string
  readonly runs: readonly PastRun[]
  readonly changes: readonly PastChange[]
  readonly people: readonly PastPerson[]
  readonly hands: readonly PastHand[]
  /** By others, between two pictures. */
  readonly others: readonly PastOther[]
  readonly commits: readonly PastCommit[]
  readonly gaps: readonly Gap[]
  readonly outcome: PlanOutcome
}
