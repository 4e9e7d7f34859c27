import { type Address, addressBelow, integrationsAddress } from '../model/address.js'
import { same } from '../model/canonical.js'
import type { FieldsByKind, ResourceKind } from '../model/resource.js'
import type { Collection } from '../model/snapshot.js'

/** What a change does to access. */
export type Direction = 'opens' | 'closes' | 'mixed' | 'neutral'

/** What is particular about a kind, as data and pure functions; the stages treat all kinds alike. */
export interface KindDeclaration<K extends ResourceKind = ResourceKind> {
  readonly kind: K
  /** The platform's collection of its rows. */
  readonly collection: Collection
  /** The kinds it stands below; none for what stands at the root. */
  readonly parents: readonly ResourceKind[]
  /** How its address continues its parent's. */
  readonly address: (parent: Address, key: string) => Address
  readonly fields: { readonly [F in keyof FieldsByKind[K]]-?: FieldDeclaration }
  /** What stands while nothing is stored. */
  readonly defaults?: FieldsByKind[K]
  /** What going from one to the other does to access; null stands for what does not exist. */
  readonly direction: (before: FieldsByKind[K] | null, after: FieldsByKind[K] | null) => Direction
}

export interface FieldDeclaration {
  /** Does the live value already say what is desired? Maps speak key by key, everything else as a whole. */
  readonly agrees: (desired: unknown, live: unknown) => boolean
  /** `always`, at `creation` only, by its `creator` only (C3), or never. */
  readonly written: 'always' | 'creation' | 'creator' | 'never'
}

const map = (desired: unknown, live: unknown): boolean =>
  Object.entries(desired as object).every(([key, value]) => same(value, (live as Record<string, unknown>)[key]))

/** Compared whole. */
export const whole: FieldDeclaration = { agrees: same, written: 'always' }
/** Compared key by key. */
export const byKey: FieldDeclaration = { agrees: map, written: 'always' }
export const atCreation: FieldDeclaration = { agrees: same, written: 'creation' }
export const byCreator: FieldDeclaration = { agrees: same, written: 'creator' }
/** Set by the platform. */
export const fromPlatform: FieldDeclaration = { agrees: same, written: 'never' }

/** `account/acme` and `apollo` make `project/acme/apollo`. */
export const below =
  (kind: string) =>
  (parent: Address, key: string): Address =>
    addressBelow(parent, kind, key)

/** `account/acme` and `slack` make `account/acme#integrations.slack`. */
export const integrationOf = integrationsAddress

/** Compares what is open before and after as sets. */
export function directionOf(before: ReadonlySet<string>, after: ReadonlySet<string>): Direction {
  const opens = [...after].some((item) => !before.has(item))
  const closes = [...before].some((item) => !after.has(item))
  if (opens && closes) return 'mixed'
  return opens ? 'opens' : closes ? 'closes' : 'neutral'
}

/** Two directions of one change together. */
export const both = (a: Direction, b: Direction): Direction =>
  a === b || b === 'neutral' ? a : a === 'neutral' ? b : 'mixed'
