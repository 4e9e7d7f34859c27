import { createHash } from 'node:crypto'
import type { Audit } from '../../model/audit.js'

/** How people are shown: by name, by a name that stands for them in this page alone, or only counted. */
export type People = 'names' | 'pseudonyms' | 'counts'

/** An audit in which nobody is named, unless names are wanted. People are known by their e-mail addresses. */
export function withoutNames(audit: Audit, people: People): Audit {
  if (people === 'names') return audit
  return replaced(audit, people === 'counts' ? () => 'somebody' : pseudonyms(audit.digest)) as Audit
}

/** Words of a sentence, parts of an address, of a path or of JSON: one that holds an `@` inside is somebody's. */
const WORD = /[^\s#,;:<>()"'/|→]+/g

const isEmail = (word: string): boolean => word.slice(1, -1).includes('@')

/** The same person has the same pseudonym throughout one page, and another one in the next. */
function pseudonyms(salt: string): (email: string) => string {
  const known = new Map<string, string>()
  return (email) => {
    const name = known.get(email)
    if (name !== undefined) return name
    const made = `person-${createHash('sha256').update(`${salt}\n${email.toLowerCase()}`).digest('hex').slice(0, 8)}`
    known.set(email, made)
    return made
  }
}

function replaced(value: unknown, name: (email: string) => string): unknown {
  if (typeof value === 'string')
    return value.includes('@') ? value.replace(WORD, (word) => (isEmail(word) ? name(word) : word)) : value
  if (Array.isArray(value)) return value.map((each) => replaced(each, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [replaced(key, name), replaced(each, name)]))
}
