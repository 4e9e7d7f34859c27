import type { Address } from '../model/address.js'
import type { Resource } from '../model/resource.js'
import type { AccountRow } from '../model/snapshot.js'
import type { Language } from './language.js'
import { IMPORTED, type ImportedKind } from './page.js'

/** A platform as it was read, as far as import reads it. */
export interface Tenant {
  /** The installed apps. */
  readonly apps: ReadonlyMap<string, Resource<'app'>>
  readonly levels: readonly string[]
  readonly accounts: readonly AccountRow[]
  /** Why an account is unknown, or null where it was read whole (E4). */
  readonly unknown: (id: string) => string | null
  readonly tree: (row: AccountRow) => Resource<'account'>
  readonly shared: ReadonlySet<Address>
  readonly language: Language
}

/** What is to be imported. */
export interface Asked {
  /** Names; null for all. */
  readonly accounts: readonly string[] | null
  /** The key of a label. */
  readonly setsBy: string | null
  /** Null for all that there are; with sets, for all but what stands below accounts. */
  readonly kinds: readonly ImportedKind[] | null
}

/** The kinds that sets and packages are about; what stands below an account is nobody else's, and no set's to say. */
const OF_SETS: readonly ImportedKind[] = ['App', 'Package', 'AccountSet', 'Account']

export const kindsOf = ({ kinds, setsBy }: Asked): ReadonlySet<ImportedKind> =>
  new Set(setsBy === null ? (kinds ?? IMPORTED) : [...OF_SETS, ...(kinds ?? [])])
