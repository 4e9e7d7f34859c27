import type { Address } from './address.js'
import type { EstateDocument, Statement } from './document.js'
import type { ConnectionRules, Mode } from './generated/documents.js'
import type { HoldRule } from './hold.js'
import type { Problem, Waiting } from './problem.js'
import type { FieldsByKind, Resource, ResourceKind } from './resource.js'

/** What the estate says about one thing: only the fields it has an opinion on (E2). */
export interface Desired<K extends ResourceKind = ResourceKind> {
  readonly kind: K
  readonly address: Address
  /** As in the live tree that was built with the new names. */
  readonly key: string
  /** `ensure: absent` (E2). */
  readonly absent: boolean
  readonly fields: Partial<FieldsByKind[K]>
  /** Which statements say so, by field; under `*` what speaks for the whole. */
  readonly said: Readonly<Record<string, readonly Statement[]>>
  /** True where a passed `until` is what closes it (origin `expiry`). */
  readonly expired: boolean
  /** Traces a change of a field to the entries behind it, closer than `said` can; asked only about what changes. */
  readonly because?: Readonly<Record<string, Because>>
  readonly children: { [C in ResourceKind]?: Map<string, Desired<C>> }
}

/** The statements behind going from one value to another, and whether dates alone explain it; null where none is closer. */
export type Because = (
  before: unknown,
  after: unknown,
) => { readonly statements: readonly Statement[]; readonly expired: boolean } | null

/** Puts a wanted thing below another. */
export function want<C extends ResourceKind>(of: Desired, child: Desired<C>): Desired<C> {
  let siblings = of.children[child.kind] as Map<string, Desired<C>> | undefined
  if (siblings === undefined) {
    siblings = new Map()
    Object.assign(of.children, { [child.kind]: siblings })
  }
  siblings.set(child.key, child)
  return child
}

const NONE = new Map<string, never>()

/** The wanted children of one kind, by key. */
export const wanted = <C extends ResourceKind>(of: Desired | undefined, kind: C): ReadonlyMap<string, Desired<C>> =>
  (of?.children[kind] as Map<string, Desired<C>> | undefined) ?? (NONE as unknown as ReadonlyMap<string, Desired<C>>)

/** The registry as the estate wants it. */
export interface DesiredApps {
  readonly apps: ReadonlyMap<string, Desired<'app'>>
  /** The live catalogue with the App documents laid over it: what categories and "all" resolve over. */
  readonly catalogue: ReadonlyMap<string, Resource<'app'>>
  /** Which scopes a connection of each app may hold. */
  readonly permissions: ReadonlyMap<string, Permissions>
  /** The secrets of each app, as references. */
  readonly secrets: ReadonlyMap<string, readonly WantedSecret[]>
  readonly holds: readonly HoldRule[]
  readonly problems: readonly Problem[]
}

/** OAuth scopes that connections of an app may hold: Writ's own rule, written nowhere on the platform. */
export interface Permissions {
  /** The only ones, where it is stated. */
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
  readonly statement: Statement
}

/** A secret that an app is to have: its value stands in an environment variable, and nowhere else (E16). */
export interface WantedSecret {
  readonly name: string
  readonly env: string
  readonly statement: Statement
}

/** The rules for an account's live connections that somebody states, each with who says so. */
export type SaidRules = {
  readonly [R in keyof ConnectionRules]?: {
    readonly value: NonNullable<ConnectionRules[R]>
    readonly statement: Statement
  }
}

/** A connection that is meant to exist: Writ makes it with an API key, or asks its owner for consent (C2, U3). */
export interface Wish {
  readonly address: Address
  readonly fields: WishedFields
  /** The environment variable that holds its API key; null where none is named. */
  readonly apiKey: string | null
  readonly statements: readonly Statement[]
}
type WishedFields = Pick<FieldsByKind['connection'], 'app' | 'project' | 'name' | 'owner'> &
  Partial<Pick<FieldsByKind['connection'], 'holder' | 'externalAccount' | 'usableBy'>>

/** Somebody's own connection to an app, made by toggle and unnamed, of which a User document speaks (U3, U4). */
export interface Personal {
  readonly user: string
  readonly app: string
  /** The account at the third party that it is to be with; null where any will do. */
  readonly externalAccount: string | null
  readonly statement: Statement
}

/** A setting that a Hold closes although documents say something else of it. */
export interface Suspended {
  readonly address: Address
  readonly fields: object
  readonly hold: HoldRule
  readonly statements: readonly Statement[]
}

/** One account as the estate wants it, beside how it lives. */
export interface DesiredAccount {
  readonly wanted: Desired<'account'>
  /** As it lives; its keys are the names as they will be. Empty for an account to be created. */
  readonly live: Resource<'account'>
  /** Another copy of the same tree. */
  readonly copy: () => Resource<'account'>
  readonly mode: Mode
  readonly rules: SaidRules
  readonly personal: readonly Personal[]
  /** Named connections that are declared and do not live. */
  readonly wishes: readonly Wish[]
  /** The sets of projects, once for each project of this account that they match. */
  readonly projectSets: readonly EstateDocument<'ProjectSet'>[]
  /** What lives here and nobody declares (E17). */
  readonly undeclared: { readonly projects: readonly string[]; readonly users: readonly string[] }
  /** Incidents that may cover something here today. */
  readonly holds: readonly HoldRule[]
  /** What documents say and a hold closes. */
  readonly suspended: readonly Suspended[]
  readonly problems: readonly Problem[]
  readonly waiting: readonly Waiting[]
}
