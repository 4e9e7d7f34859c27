import type { PastDay, PastPeriod } from '../../model/history.js'
import { hideIn, type People } from '../markdown/people.js'
import { pastDayMarkdown, pastPeriodMarkdown } from './markdown.js'

/** The past as Markdown, for a ticket: people are only counted unless the estate says otherwise, authors of lines too. */
export function pastMarkdown(past: PastDay | PastPeriod, people: People = 'counts'): string {
  const given = people === 'names' ? past : (byAddress(past) as typeof past)
  const { value, told } = hideIn(given, people, people === 'names' ? [] : namedIn(given))
  const text = value.kind === 'at' ? pastDayMarkdown(value) : pastPeriodMarkdown(value)
  return text.split('\n').map(told).join('\n')
}

/** Whose values name people. */
const PEOPLE: ReadonlySet<string> = new Set(['user', 'owner', 'principal', 'approvedBy', 'externalAccount', 'author'])

function* namedIn(value: unknown, isPerson = false): Generator<string> {
  if (typeof value === 'string') {
    if (isPerson) yield value
  } else if (Array.isArray(value)) for (const each of value) yield* namedIn(each, isPerson)
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) yield* namedIn(each, PEOPLE.has(key))
}

/** Authors by their addresses alone: their names beside them would tell who they are. */
function byAddress(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return key === 'author' ? addressIn(value) : value
  if (Array.isArray(value)) return value.map((each) => byAddress(each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, byAddress(each, name)]))
}

/** What stands last in angle brackets, as Git writes it; a text without an address names nobody either. */
const addressIn = (author: string): string => /<([^<>\s@]+@[^<>\s@]+)>$/.exec(author)?.[1] ?? 'somebody'
