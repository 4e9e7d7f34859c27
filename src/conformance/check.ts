import type { Client } from './client.js'
import type { Fixtures } from './fixtures.js'

/** Principals beside the operator who runs the checks. The contract makes no tokens, so their tokens are given or not. */
export type Role = 'read' | 'manager' | 'project-admin' | 'member'
export const ROLES = ['read', 'manager', 'project-admin', 'member'] as const satisfies readonly Role[]

/** Whoever a token belongs to, and where they stand. */
export interface Person {
  readonly client: Client
  readonly id: string
  /** Their account; empty for an operator's read token. */
  readonly account: string
  /** What a project-admin administers. */
  readonly projects: readonly string[]
}

/** What a check works with. */
export interface Trial {
  /** The operator. */
  readonly admin: Client
  /** What the check needs on the platform; it goes away after it. */
  readonly make: Fixtures
  /** Present for every role that the check `needs`. */
  as(role: Role): Person
}

/** What a platform may claim in its capabilities, or not: a cascade by its name, anything else by its field. */
export type Claim =
  | 'bulk'
  | 'changeFeed'
  | 'conditionalWrites'
  | 'effective'
  | 'expectConnections'
  | 'lease'
  | 'L5'
  | 'L8'
  | 'R6'
  | 'selection'

/** One clause of the contract. Its name never changes. */
export interface Check {
  /** `AREA.RULE`. */
  readonly name: string
  /** Numbers of behaviours, and clauses of the contract by the heading they stand under. */
  readonly proves: readonly string[]
  /** What the platform must do, in a sentence. */
  readonly clause: string
  /** Whose tokens it takes; without them it is not run, and said to be so. */
  readonly needs?: readonly Role[]
  /** What of its capabilities it is about; where a platform does not claim that, it is not run, and said to be so. */
  readonly claims?: readonly Claim[]
  /** Throws `Unmet` where the platform does something else. */
  run(trial: Trial): Promise<void>
}
