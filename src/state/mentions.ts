import type { Because } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import type { AllowedApps, AppEntry } from '../model/generated/documents.js'
import type { Resource } from '../model/resource.js'
import { isExpired } from './dates.js'
import type { EstateIndex } from './estate-index.js'

interface Speaker {
  readonly value: { readonly allowedApps?: AllowedApps }
  readonly source: Statement['source']
}

/** Where an allow-list speaks about one app: what allows it, excepts it, or allowed it until a date that has passed. */
interface Mention {
  readonly statement: Statement
  readonly expired: boolean
}

/**
 * Traces what an allow-list gains and loses to the entries that say so (E7). Asked only about what changes; where no
 * entry names a lost app, null leaves the list as a whole to answer for it.
 */
export function becauseOf(
  speakers: readonly Speaker[],
  index: EstateIndex,
  catalogue: ReadonlyMap<string, Resource<'app'>>,
  day: string,
): Because {
  return (before, after) => {
    const listOf = (value: unknown): readonly string[] =>
      value === 'all' ? [...catalogue.keys()] : Array.isArray(value) ? value : []
    const [from, to] = [listOf(before), listOf(after)]
    const moved = [...from.filter((app) => !to.includes(app)), ...to.filter((app) => !from.includes(app))]
    const mentions = moved.map((app) => mentionsOf(app, speakers, index, catalogue, day))
    if (mentions.length === 0 || mentions.some((found) => found.length === 0)) return null
    const all = mentions.flat()
    return { statements: all.map(({ statement }) => statement), expired: all.every(({ expired }) => expired) }
  }
}

function mentionsOf(
  app: string,
  speakers: readonly Speaker[],
  index: EstateIndex,
  catalogue: ReadonlyMap<string, Resource<'app'>>,
  day: string,
): Mention[] {
  const found: Mention[] = []
  const seen = new Set<string>()
  const about = { app, category: catalogue.get(app)?.fields.category, day }
  const hearPackage = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    const document = index.named('Package', name)
    if (document === undefined) return
    const { value, source } = document
    found.push(...mentionsIn(value, source, [], about))
    for (const each of value.includes ?? []) hearPackage(each)
  }
  for (const { value, source } of speakers) {
    const said = value.allowedApps ?? {}
    found.push(...mentionsIn(said, source, ['allowedApps'], about))
    for (const name of said.packages ?? []) hearPackage(name)
  }
  return found
}

interface About {
  readonly app: string
  readonly category: string | undefined
  readonly day: string
}

type Lists = Pick<AllowedApps, 'apps' | 'except' | 'categories' | 'allApps'>

const known = new WeakMap<object, Map<string, readonly Mention[]>>()

/** What one list says of an app, without its packages. Thousands of accounts ask the same few lists: each answers once. */
function mentionsIn(said: Lists, source: Statement['source'], path: readonly string[], about: About) {
  const answers = known.get(said) ?? new Map<string, readonly Mention[]>()
  known.set(said, answers)
  const key = `${about.day} ${about.category} ${about.app}`
  const answer = answers.get(key) ?? listen(said, source, path, about)
  answers.set(key, answer)
  return answer
}

function listen(
  said: Lists,
  source: Statement['source'],
  path: readonly string[],
  { app, category, day }: About,
): readonly Mention[] {
  const found: Mention[] = []
  const tell = (entries: readonly AppEntry[] | undefined, key: string) =>
    entries?.forEach((entry, at) => {
      if ((typeof entry === 'string' ? entry : entry.app) !== app) return
      const expired = typeof entry === 'object' && isExpired(entry, day)
      found.push({ statement: { source, path: [...path, key, at] }, expired })
    })
  tell(said.apps, 'apps')
  tell(said.except, 'except')
  said.categories?.forEach((each, at) => {
    if (each === category) found.push({ statement: { source, path: [...path, 'categories', at] }, expired: false })
  })
  if (said.allApps === true) found.push({ statement: { source, path: [...path, 'allApps'] }, expired: false })
  return found.length === 0 ? NONE : found
}

const NONE: readonly never[] = []
