import { address } from '../../model/address.js'
import type { Plan } from '../../model/generated/plan.js'
import { count } from '../words.js'

/** How people are shown: by name, by a name that stands for them in this report alone, or only counted. */
export type People = 'names' | 'pseudonyms' | 'counts'

/** A plan in which nobody is named unless names are wanted, and how to say what stands for people in a line made of it. */
export interface Hidden {
  readonly plan: Plan
  readonly told: (line: string) => string
}

/** People are known by their e-mail addresses, wherever those stand: in addresses, fields, reasons and messages. */
export function hidePeople(plan: Plan, people: People): Hidden {
  const { value, told } = hideIn(plan, people, people === 'names' ? [] : peopleIn(plan))
  return { plan: value, told }
}

/** The same for any value, with the people whom it names in fields of their own. */
export function hideIn<T>(
  value: T,
  people: People,
  named: Iterable<string>,
): { readonly value: T; readonly told: (line: string) => string } {
  if (people === 'names') return { value, told: (line) => line }
  const known = new Map<string, string>()
  const name = (email: string): string => {
    const key = email.toLowerCase()
    const pseudonym = known.get(key) ?? nameOf(known.size + 1, people)
    known.set(key, pseudonym)
    return pseudonym
  }
  const odd = oddPeople(named)
  const shown = replaced(value, (text) => hide(text, odd, name)) as T
  return { value: shown, told: people === 'counts' ? counted : (line) => line }
}

/** A number tells nothing about a person, where a digest of the address could be tried out. */
const nameOf = (number: number, people: People): string => (people === 'counts' ? `⦃${number}⦄` : `person-${number}`)

/** Free text may hold any address; what cannot end one does not: `asked by ana@acme.example.` */
const EMAIL = /(?!')[^\s#,;:<>()[\]{}"/|→@]+(?:@[^\s#,;:<>()[\]{}"'/|→@]*[^\s#,;:<>()[\]{}"'/|→@.!?…])+/gu

function hide(text: string, odd: readonly (readonly [string, string])[], name: (email: string) => string): string {
  if (!text.includes('@')) return text
  const rest = odd.reduce((left, [form, email]) => left.replaceAll(form, () => name(email)), text)
  return rest.replace(EMAIL, name)
}

function peopleIn({ impact, changes }: Plan): string[] {
  const users = [...impact.losing, ...impact.gaining].map(({ user }) => user)
  const owners = impact.connections.flatMap(({ owner }) => owner ?? [])
  return [...users, ...owners, ...changes.flatMap(({ attribution }) => attribution?.principal ?? [])]
}

/** Addresses that free text would not show the bounds of, with the forms that they have in addresses of things. */
function oddPeople(named: Iterable<string>): [form: string, email: string][] {
  const odd = [...new Set(named)].filter((email) => email.includes('@') && email.replace(EMAIL, '') !== '')
  return odd.flatMap((email) => [[email, email] as [string, string], [address('', email).slice(1), email]])
}

function replaced(value: unknown, hidden: (text: string) => string): unknown {
  if (typeof value === 'string') return hidden(value)
  if (Array.isArray(value)) return value.map((each) => replaced(each, hidden))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [hidden(key), replaced(each, hidden)]))
}

const SEVERAL = /⦃\d+⦄(?:, ⦃\d+⦄)*(?: and ⦃\d+⦄| and ([\d,]+) more)?/g
const SUBJECT = /⦃\d+⦄(?= (?:loses|gains|would lose|would gain) )/g

/** Marks that stand for people, as their number. */
const counted = (line: string): string =>
  line.replace(SUBJECT, '1 person').replace(SEVERAL, (names, more: string | undefined) => {
    const people = (names.match(/⦃/g)?.length ?? 0) + Number(more?.replaceAll(',', '') ?? 0)
    return people === 1 ? 'somebody' : count(people, 'person', 'people')
  })
