import { createHash } from 'node:crypto'
import type { Plan } from '../../model/generated/plan.js'
import { count, groupBy, list, verb } from '../words.js'

/** How people are shown: by name, by a name that stands for them in this report alone, or only counted. */
export type People = 'names' | 'pseudonyms' | 'counts'

/** A plan in which nobody is named, unless names are wanted. People are known by their e-mail addresses. */
export const hidePeople = (plan: Plan, people: People): Plan =>
  people === 'names' ? plan : (replaced(plan, pseudonyms(plan.digests.outcome)) as Plan)

const WORD = /[^\s#,;:<>()"'/|→]+/g

const isAddress = (word: string): boolean => word.slice(1, -1).includes('@')

/** The same person has the same pseudonym in one plan, and another one in the next. */
function pseudonyms(salt: string): (email: string) => string {
  const known = new Map<string, string>()
  return (email) => {
    const digest = () => createHash('sha256').update(`${salt} ${email.toLowerCase()}`).digest('hex')
    const name = known.get(email) ?? `person-${digest().slice(0, 8)}`
    known.set(email, name)
    return name
  }
}

function replaced(value: unknown, name: (email: string) => string): unknown {
  if (typeof value === 'string')
    return value.includes('@') ? value.replace(WORD, (word) => (isAddress(word) ? name(word) : word)) : value
  if (Array.isArray(value)) return value.map((each) => replaced(each, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, name)]))
}

/** Who loses and who gains an app: one line an app, counted, or with names where so few are touched that they fit. */
export function accessLines({ impact }: Plan, people: People): string[] {
  return [...lines(impact.losing, 'loses', 'lose', people), ...lines(impact.gaining, 'gains', 'gain', people)]
}

function lines(all: Plan['impact']['losing'], one: string, many: string, people: People): string[] {
  return [...groupBy(all, ({ app }) => app)].map(([app, same]) => {
    const users = [...new Set(same.map(({ user }) => user))]
    const accounts = [...new Set(same.map(({ account }) => account))]
    const who = people === 'counts' || users.length > 3 ? count(users.length, 'person', 'people') : list(users)
    const where = accounts.length <= 3 ? list(accounts) : count(accounts.length, 'account')
    return `${who} ${verb(users.length, one, many)} ${app} in ${where}`
  })
}
