import type { AccountConditions, AccountMatch, NotMatch } from '../model/generated/documents.js'
import { namesOf } from '../model/names.js'

/** Tells whether a set matches something, by its name and labels as they will be after apply. Keys AND, lists OR. */
export type Matcher = (name: string, labels: Readonly<Record<string, string>>) => boolean

/** Prepared once for all accounts: a set may list as many names as there are accounts. */
export function matcherOf(match: AccountMatch): Matcher {
  if (match === 'all') return () => true
  const meets = conditions(match)
  const avoids = match.not === undefined ? () => false : conditions(match.not)
  return (name, labels) => meets(name, labels) && !avoids(name, labels)
}

function conditions({ names, labels = {} }: AccountConditions | NotMatch): Matcher {
  const named = names === undefined ? () => true : namesOf(names)
  const wanted = Object.entries(labels).map(([key, value]) => [key, [value].flat()] as const)
  return (name, live) => named(name) && wanted.every(([key, values]) => values.some((value) => live[key] === value))
}
