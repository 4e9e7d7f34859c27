import type { AuditDetail } from './audit-detail.js'
import type { Held, Pending, Verdict as PlanVerdict } from './generated/plan.js'
import type { Sample } from './sample.js'

/**
 * How something that is actual stands to what is declared: *conforming*; *undeclared*, there although no document or
 * rule lets it; *missing*, declared and not there; *waived*, undeclared and accepted until a date; *ungoverned*, no
 * document speaks of its app or account (E17); *not-evaluable*, not read whole, or stopped by an error.
 */
export const VERDICTS = ['undeclared', 'missing', 'not-evaluable', 'waived', 'ungoverned', 'conforming'] as const
export type Verdict = (typeof VERDICTS)[number]

/** A line of a document. */
export interface AuditPlace {
  readonly file: string
  readonly line: number
}

/** One person and one app of an account that they may use, or should. */
export interface AccessRow {
  readonly account: string
  /** An e-mail address. */
  readonly user: string
  readonly app: string
  readonly verdict: Verdict
  /** The projects in which it is usable live; of an account without projects, the account itself. */
  readonly live: readonly string[]
  /** The same as documents want it. */
  readonly declared: readonly string[]
  /** The gates that differ, where live and declared do. */
  readonly gates: readonly string[]
  readonly at: readonly AuditPlace[]
  /** How many live connections to the app they own here: none is access that was never taken up. */
  readonly connections: number
  /** When one of those was last used, ISO 8601; null where none ever was. */
  readonly lastUsedAt: string | null
  /** Index into `explanations`. */
  readonly why: number
}

/** One connection that lives, is asked for, or is declared and does neither. */
export interface ConnectionRow {
  /** The platform's; null for what is declared and does not live. */
  readonly id: string | null
  readonly account: string
  readonly app: string
  readonly project: string | null
  readonly name: string | null
  readonly owner: string | null
  readonly externalAccount: string | null
  /** The platform's word; null for what does not live. */
  readonly status: string | null
  readonly verdict: Verdict
  /** Why, where it is not simply as declared. */
  readonly reason: string
  /** Since when it waits for somebody; null where it does not, or nobody knows. */
  readonly since: string | null
  readonly at: readonly AuditPlace[]
  /** ISO 8601; null for what does not live. */
  readonly createdAt: string | null
  /** Null where it never was, or the platform does not tell. */
  readonly lastUsedAt: string | null
  /** Whole days without use, since it was made where it never was used; null where nobody can tell. */
  readonly idleDays: number | null
  /** Names of the workflows that use it (C5). */
  readonly workflows: readonly string[]
}

/** How many there are of each verdict, and how many the platform says there are. */
export interface AuditTotals extends Readonly<Record<Verdict, number>> {
  /** The platform's own total; null where it did not tell. All verdicts together are as many, and the absent ones. */
  readonly platform: number | null
  /** Declared and not on the platform at all. */
  readonly absent: number
}

/** What the plan says, with the lines themselves: an audit stands without its plan. */
export type Placed<T extends { readonly causes: readonly number[] }> = Omit<T, 'causes'> & {
  readonly at: readonly AuditPlace[]
}

/** A policy about one subject, or about the whole: `plan`. */
export type PolicyVerdict = Pick<PlanVerdict, 'rule' | 'effect' | 'subject' | 'message' | 'at'>

/** Declared against actual access, person by person and connection by connection (U7, E17). */
export interface Audit extends AuditDetail {
  /** The day at which dates were evaluated, `YYYY-MM-DD`, UTC. */
  readonly date: string
  /** When it was looked, ISO 8601, UTC. */
  readonly createdAt: string
  /** SHA-256 over what the accounts' parts say; neither times nor lines are in it. */
  readonly digest: string
  readonly totals: {
    readonly accounts: AuditTotals
    readonly people: AuditTotals
    readonly connections: AuditTotals
  }
  /** E-mail addresses of the people who belong to no account: operators of the platform, whom no document governs. */
  readonly operators: readonly string[]
  readonly access: readonly AccessRow[]
  readonly connections: readonly ConnectionRow[]
  /** What waits for somebody, and what documents ask for and Writ does not do, as in the plan. */
  readonly pending: readonly Placed<Pending>[]
  readonly held: readonly Placed<Held>[]
  /** Accounts of which nothing can be said, each with the reason. */
  readonly doubtful: readonly { readonly account: string; readonly reason: string }[]
  /** Of an audit of which only some rows were drawn: how. All but `access` and `connections` speak of the whole. */
  readonly sample?: Sample
  /** What policies say of the state that the estate leads to. */
  readonly policies: readonly PolicyVerdict[]
}
