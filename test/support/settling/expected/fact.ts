import type { Rows } from '../../client.js'
import type { Entry, Known } from '../../naive-estate.js'
import { isOn } from '../is-on.js'
import { allowsNow } from '../judged.js'
import type { Ran } from '../run.js'

/** One thing that documents say, and what the platform shows of it. */
export interface Fact {
  address: string
  what: string
  is: unknown
  wanted: unknown
}

/** An account after the run, with what every part of it needs to know. */
export interface Here {
  ran: Ran
  account: Known
  row: Rows['accounts']
  /** Declared apps, alone spoken for by `"*"`. */
  apps: readonly string[]
}

/** A fact for each field that a document states. */
export const facts = (address: string, said: object, live: object): Fact[] =>
  Object.entries(said)
    .filter(([, wanted]) => wanted !== undefined)
    .map(([what, wanted]) => ({ address, what, is: (live as Record<string, unknown>)[what], wanted }))

/** Labels and provider settings are spoken of key by key. */
export const keyByKey = (address: string, what: string, said: unknown, live: object): Fact[] =>
  Object.entries((said ?? {}) as object).map(([key, wanted]) => ({
    address,
    what: `${what}.${key}`,
    is: (live as Record<string, unknown>)[key],
    wanted,
  }))

/** Lists are told in one order. */
export const told = (list: Iterable<string> | 'all'): string => (list === 'all' ? 'all' : [...list].sort().join(','))

export type Said = Entry & { star: boolean }

/** `"*"` opens for those that are allowed, and says nothing about the others. */
export const speaksOf = ({ ran, account }: Here, app: string, entry: Said | null): entry is Said =>
  entry !== null && (!entry.star || !isOn(entry) || allowsNow(ran, account, app))
