import { namesOf } from '../model/names.js'
import type { Language } from './language.js'
import { differences, majority, type Profile } from './profile.js'

/** An account as far as sets care. */
export interface Member {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** Null where it was not read whole. */
  readonly profile: Profile | null
  /** Can a document name it? */
  readonly sayable: boolean
}

/** Accounts with one value of a label, and what is alike among them. */
export interface Tier {
  readonly value: string
  readonly says: Profile
  /** Patterns for `not: {names: ...}`: those of whom the set would say something untrue. */
  readonly except: readonly string[]
  /** In which units each of its accounts differs. */
  readonly differs: ReadonlyMap<string, readonly string[]>
}

/** As many as the schema of a match takes. */
const MOST_EXCEPTIONS = 10_000

/** Sorts accounts by a label. Whoever is alone with a value is no tier, and has a document. */
export function tiersOf(members: readonly Member[], key: string, language: Language): Tier[] {
  const byValue = new Map<string, Member[]>()
  for (const member of members) {
    const value = member.labels[key]
    if (value === undefined || !canName(value, language)) continue
    const alike = byValue.get(value)
    if (alike === undefined) byValue.set(value, [member])
    else alike.push(member)
  }
  const tiers = [...byValue].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, of]) => tierOf(value, of, language))
  return distinct(
    tiers.filter((tier) => tier !== null),
    language,
  )
}

const canName = (name: string, language: Language): boolean =>
  language.refusals('Package', { kind: 'Package', name }).length === 0

/** Packages whose names differ only in case would be taken for one: the later one's accounts have documents. */
function distinct(tiers: readonly Tier[], { fold }: Language): Tier[] {
  const first = new Map(tiers.toReversed().map((tier) => [fold(tier.value), tier]))
  return tiers.filter((tier) => first.get(fold(tier.value)) === tier)
}

function tierOf(value: string, members: readonly Member[], language: Language): Tier | null {
  const says = majority(members.flatMap(({ profile }) => profile ?? []))
  const judged = members.map((member) => ({ ...member, units: member.profile && differences(says, member.profile) }))
  const untrue = judged.filter(({ units, sayable }) => units === null || (units.length > 0 && !sayable))
  const except = [...new Set(untrue.map(({ name }) => patternOf(name)))]
  if (except.length > MOST_EXCEPTIONS || !except.every((pattern) => canName(pattern, language))) return null
  const isExcepted = namesOf(except)
  const covered = judged.filter(({ name }) => !isExcepted(name))
  if (covered.length < 2) return null
  return { value, says, except, differs: new Map(covered.map(({ name, units }) => [name, units ?? []])) }
}

/** A pattern that matches a name, whatever signs it holds that no document may. */
function patternOf(name: string): string {
  const signs = name.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+/gu, '*')
  const start = signs.startsWith(' ') ? '*' : ''
  const end = signs.endsWith(' ') ? '*' : ''
  return `${start}${signs.trim()}${end}`.replace(/^(.{100}).{100,}$/u, '$1*')
}
