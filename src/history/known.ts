import { compareText } from '../model/canonical.js'
import { CERTAINTIES, type Certainty, type Known, type RecordSource } from '../model/history.js'
import { type Doubts, EVERYWHERE } from './doubts.js'

/** What a later look says of a row: what the records lead to by then, and what was seen. */
export interface Later {
  /** When it was looked, ISO 8601. */
  readonly at: string
  readonly expected: ReadonlyMap<string, string>
  readonly seen: ReadonlyMap<string, string>
}

/** By what rows about a day are held to be known. */
export interface Evidence {
  /** When it was last looked before the end of that day. */
  readonly since: string
  /** Did nothing at all move between two looks around that moment? */
  readonly isProven: boolean
  /** Was each signature held to a key that somebody trusts? */
  readonly isChecked: boolean
  readonly later: Later | null
  /** By an account's name. */
  readonly doubts: Doubts
  /** Why records cannot be believed that rows rest on; null where they can. */
  readonly unproven: string | null
  sourcesOf(account: string): readonly RecordSource[]
}

/** How sure a row is, by its key, and its account. */
export function knownBy(evidence: Evidence, account: string, key: string): Known {
  const { since, isProven, isChecked, later, doubts, unproven } = evidence
  const sources = evidence.sourcesOf(account)
  const as = (known: Certainty, doubt = ''): Known => ({ known, doubt, sources })
  const doubt = doubts.get(account) ?? doubts.get(EVERYWHERE)
  if (doubt !== undefined) return as('not-known', doubt)
  if (later !== null && later.expected.get(key) !== later.seen.get(key))
    return as('not-known', `it was seen otherwise at ${later.at}, and no recorded run explains that`)
  if (unproven !== null) return as('unproven', unproven)
  if (isProven) return isChecked ? as('proven') : as('sealed', 'signatures were not checked: give --key')
  if (later !== null) return as('agreed')
  return as('last-seen', `last seen at ${since}; nobody looked afterwards`)
}

/** What was seen later, is in no row of that day, and came by nobody's recorded run: it may have been there already. */
export const surprises = ({ later }: Evidence, keys: ReadonlySet<string>): string[] =>
  later === null
    ? []
    : [...new Set([...later.seen.keys(), ...later.expected.keys()])]
        .filter((key) => !keys.has(key) && later.seen.get(key) !== later.expected.get(key))
        .sort(compareText)

export function certaintyOf(rows: readonly Known[]): Record<Certainty, number> {
  const counts = Object.fromEntries(CERTAINTIES.map((each) => [each, 0])) as Record<Certainty, number>
  for (const { known } of rows) counts[known] += 1
  return counts
}

const SIGN = '\0'
/** Texts without a zero sign in them make keys that cannot be mistaken for each other. */
export const keyOf = (...parts: readonly string[]): string => parts.join(SIGN)
export const partsOf = (key: string): string[] => key.split(SIGN)
