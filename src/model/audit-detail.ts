import type { AuditPlace, Placed, Verdict } from './audit.js'
import type { Attribution, Coverage, Read, Released } from './generated/plan.js'

/** What stands in an audit beside its rows: what was read, who signed, what is excepted, why, and what nobody uses. */
export interface AuditDetail {
  /** How each list was read, and what proves that it is whole (E4). */
  readonly reads: readonly Read[]
  /** How much of what lives the estate governs (E17). */
  readonly coverage: Coverage
  /** What the baseline governed and nothing governs now (E17); null where the audit was held against none. */
  readonly released: readonly Placed<Released>[] | null
  /** Every account, by name. */
  readonly accounts: readonly AccountRow[]
  readonly exceptions: readonly ExceptionRow[]
  /** What access rows refer to by `why`. */
  readonly explanations: readonly Explained[]
  /** What explanations refer to: gates that stand alike stand here once. */
  readonly gates: readonly GateTold[]
  /** How far the platform was asked who changed what. */
  readonly history: HistoryAsked
  /** What may be used in each account, or is connected, app by app. */
  readonly usage: readonly UsageRow[]
  readonly unused: readonly UnusedRow[]
  /** The entries behind that, across accounts: what a package gives many, some of them may use. */
  readonly lines: readonly LineUse[]
}

/** One account, as a whole. */
export interface AccountRow {
  readonly account: string
  /** The gravest of anything in it that is governed. */
  readonly verdict: Verdict
  /** SHA-256 over what the audit says of it, without times and lines: what a Review signs. */
  readonly digest: string
  /** The newest Review that covers it whole; null where nobody signed. */
  readonly review: ReviewSeen | null
}

/** What somebody signed, beside what is there now. */
export interface ReviewSeen {
  readonly name: string
  readonly by: string
  readonly at: string
  readonly next: string | null
  /** The next one was due before today. */
  readonly overdue: boolean
  /** The digest that was signed. */
  readonly audit: string
  /** What was signed is no longer what is there. */
  readonly changed: boolean
  /** What it asked to remove and is still there, live. */
  readonly stays: readonly Stays[]
}

/** Something that a Review wants removed, and that is there. */
export interface Stays {
  readonly address: string
  /** The next apply removes it; false: the estate disagrees with the Review. */
  readonly goes: boolean
}

export const EXCEPTIONS = ['waiver', 'hold', 'override', 'dated'] as const

/** Something that holds otherwise than the rest, or until a day (E13). */
export interface ExceptionRow {
  /** *dated*: an entry that carries `from` or `until`. */
  readonly kind: (typeof EXCEPTIONS)[number]
  /** The document's name; of a dated entry the document's address. */
  readonly name: string
  /** What it covers, in the estate's words; of an Override the limit. */
  readonly covers: Readonly<Record<string, string>>
  readonly reason: string | null
  readonly owner: string | null
  readonly approver: string | null
  readonly ticket: string | null
  /** First day, where it has one. */
  readonly from: string | null
  /** Last day, UTC. */
  readonly until: string | null
  /** Days until its last one, today not counted; below 0 once it is over, null without a last day. */
  readonly daysLeft: number | null
  readonly state: 'coming' | 'active' | 'expired'
  readonly at: AuditPlace
}

/** Why somebody may use an app, or may not: each gate in one project. */
export interface Explained {
  /** The project it is told of: the first that differs, else the first where it is usable; null for the account. */
  readonly project: string | null
  /** Indexes into `gates`, in the order in which people read them. */
  readonly gates: readonly number[]
}

export type GateStanding = 'open' | 'closed' | 'n/a'

/** One gate as it lives and as documents make it. */
export interface GateTold {
  readonly gate: string
  readonly live: GateStanding
  readonly declared: GateStanding
  /** The live value, in a few words. */
  readonly value: string
  /** The declared one, where it reads otherwise; null where it does not. */
  readonly wanted: string | null
  /** The lines that speak of it. */
  readonly at: readonly AuditPlace[]
  /** Who last wrote the live value; null where no event tells. Absent where the platform was not asked. */
  readonly changedBy?: Attribution | null
}

export interface HistoryAsked {
  /** How many rows of the platform the gates stand on. */
  readonly rows: number
  /** For how many of them its audit events were asked for. */
  readonly asked: number
  /** Why it was not asked at all, or did not answer; null where it did, or nothing had to be asked. */
  readonly reason: string | null
}

/** One app in one account: who may, who does (T10). */
export interface UsageRow {
  readonly account: string
  readonly app: string
  /** In the live allow-list. */
  readonly allowed: boolean
  /** On at the account level, live. */
  readonly on: boolean
  /** How many people may use it live. */
  readonly people: number
  /** How many of them own a live connection to it. */
  readonly connected: number
  /** All that live, whoever owns them. */
  readonly connections: number
  /** How many of those were used within `idleAfter` days. */
  readonly used: number
  /** Never used, and made less than `idleAfter` days ago, which says nothing yet. */
  readonly fresh: number
  /** Used, and not within `idleAfter` days. */
  readonly idle: number
  /** Never used, and made as long ago. */
  readonly never: number
  /** Nobody can tell. */
  readonly unknown: number
  /** The latest use of any of them. */
  readonly lastUsedAt: string | null
  /** After how many days without use it is idle here: what the estate says, or 90. */
  readonly idleAfter: number
  /** The entries of the estate that allow it; empty where none does. */
  readonly by: readonly AllowedBy[]
}

/** A statement that puts an app into an account's allow-list. */
export interface AllowedBy extends AuditPlace {
  /** `package/pro`, `accountset/basic-customers`, `account/acme`. */
  readonly statement: string
}

/** Something that is allowed, or connected, and not used. What the platform cannot tell is unknown, never unused. */
export interface UnusedRow {
  /** An app that nobody of an account uses, or one connection. */
  readonly sort: 'app' | 'connection'
  readonly account: string
  readonly app: string
  readonly connection: string | null
  readonly owner: string | null
  /** *never-connected*: allowed and nobody connected; *never-used*; *idle*: not used for `idleAfter` days; *unknown*. */
  readonly state: 'never-connected' | 'never-used' | 'idle' | 'unknown'
  /** Of an app: how many people may use it. */
  readonly people: number
  readonly lastUsedAt: string | null
  readonly idleDays: number | null
  readonly idleAfter: number
  /** What could go, as a Review would name it: `account/acme#allowedApps.trello`, `connection/con_1`. Null: ask first. */
  readonly remove: string | null
  /** Where it would go. */
  readonly by: readonly AllowedBy[]
}

/** One app that one entry of the estate allows, where some account does not use it. */
export interface LineUse extends AllowedBy {
  readonly app: string
  /** In how many accounts the entry allows it. */
  readonly accounts: number
  /** In how many of them nobody uses it: where that is all, the entry could go. */
  readonly unused: number
  /** How many people of those accounts may use it. */
  readonly people: number
}
