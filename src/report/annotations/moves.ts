import type { Change } from '../../model/generated/plan.js'
import type { People } from '../markdown/people.js'
import { appOf, split, thing } from '../plan/address.js'
import { count, groupBy, list } from '../words.js'

/** One app that is taken from somebody or given to somebody. */
interface Move {
  readonly way: 'takes' | 'gives'
  readonly app: string
  readonly target: string
}

/** Is it told by which app goes where, rather than field by field? */
export const isMove = (change: Change): boolean => movesOf(change).length > 0

/**
 * Apps that go and come, those that go to the same places together.
 * @example moves(changes, 'counts') // ['takes zapier from 12,041 accounts', 'gives zoom to project/acme/apollo']
 */
export function moves(changes: readonly Change[], people: People): string[] {
  const all = changes.flatMap(movesOf)
  const byApp = groupBy(all, ({ way, app, target }) => JSON.stringify([way, app, split(target).kind]))
  const together = groupBy([...byApp.values()], (same) =>
    JSON.stringify([same[0]?.way, same.map(({ target }) => target)]),
  )
  return [...together.values()].map((alike) => {
    const [first] = alike.flat()
    const apps = alike.flatMap((same) => same[0]?.app ?? [])
    const targets = [...new Set(alike.flat().map(({ target }) => target))]
    return `${first?.way} ${list(apps)} ${first?.way === 'takes' ? 'from' : 'to'} ${named(targets, people)}`
  })
}

const KINDS: Readonly<Record<string, readonly [string, string]>> = { user: ['person', 'people'] }

function named(targets: readonly string[], people: People): string {
  const [first = ''] = targets
  const { kind } = split(first)
  const isSecret = kind === 'user' && people === 'counts'
  if (targets.length === 1 && !isSecret) return first
  const [one, many] = KINDS[kind] ?? [kind, `${kind}s`]
  return count(targets.length, one, many)
}

/** A setting that goes on or off, or an allow-list by names; none where it is told by its fields. */
function movesOf({ address, before, after }: Change): Move[] {
  const target = thing(address)
  const [old, current] = [before?.allowedApps, after?.allowedApps]
  if (Array.isArray(old) && Array.isArray(current) && Object.keys(after ?? {}).length === 1)
    return [
      ...without(old, current).map((app) => ({ way: 'takes' as const, app, target })),
      ...without(current, old).map((app) => ({ way: 'gives' as const, app, target })),
    ]
  const app = split(address).kind === 'app' ? null : appOf(address)
  if (app === null || !address.includes('#integrations.')) return []
  if (before?.enabled === true && after?.enabled === false) return [{ way: 'takes', app, target }]
  if (before?.enabled !== true && after?.enabled === true) return [{ way: 'gives', app, target }]
  return []
}

const without = (these: readonly unknown[], those: readonly unknown[]): string[] =>
  these.filter((app) => !those.includes(app)).map(String)
