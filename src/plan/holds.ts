import { isDeepStrictEqual } from 'node:util'
import { isUnder, judge, type Question } from '../access/gates.js'
import { mayUse, routes } from '../access/permission.js'
import { everywhere } from '../access/places.js'
import { parseAddress } from '../model/address.js'
import type { HoldRule } from '../model/hold.js'
import { child, children, type Resource } from '../model/resource.js'
import type { AccountContext } from './context.js'
import type { DraftChange, DraftHeld, Fields } from './draft.js'
import type { Proposal } from './propose.js'
import { simulated } from './simulate.js'
import type { Withheld } from './withhold.js'

type Why = Pick<DraftHeld, 'reason' | 'message'>

/** Tells what documents say and a hold closes, and that what stands below waits for the same reason. */
export function suspend({ desired: { suspended, live }, draft }: AccountContext): void {
  for (const { address, fields, hold, statements } of suspended) {
    draft.cut.set(address, 'hold')
    draft.held.push({
      ...{ address, reason: 'hold', message: `${told(hold)} closes it` },
      ...{ before: liveFields(live, address), after: fields as Fields },
      statements: [...statements, hold.statement],
    })
  }
}

const told = ({ name, until }: HoldRule): string => `the hold ${name} until ${until}`

/** The setting at an address as it lives; null where nothing is stored. */
function liveFields(account: Resource<'account'>, address: string): Fields | null {
  const { kind, parts, keys } = parseAddress(address)
  const [, second = '', third] = parts
  const project = third === undefined ? undefined : child(account, 'project', second)
  const group = third === undefined ? child(account, 'group', second) : project && child(project, 'group', third)
  const place = { account, project: child(account, 'project', second), user: child(account, 'user', second), group }
  const on: Resource | undefined = place[kind as keyof typeof place]
  const setting = on && child(on, `${kind}-integration` as 'account-integration', keys[1] ?? '')
  return setting === undefined ? null : { ...setting.fields }
}

/** Does a Hold with `close: true` close every way of a connection? */
export const isUnderHold = ({ world, draft }: AccountContext, { fields }: Resource<'connection'>): boolean =>
  routes(world, draft.account, fields, true).every(({ question }) => judge('hold', world, question) === 'closed')

/** Why a hold keeps a change from being made: it opens what lies under one, or lets somebody use what does (E13). */
export function whyUnderHold(context: AccountContext, proposal: Proposal): Withheld | null {
  if (proposal.direction !== 'opens' && proposal.direction !== 'mixed' && !isLastProject(proposal, context)) return null
  const hold = context.desired.holds.find(
    (each) => isDoorOf(each, proposal, context) || opensUse(each, proposal, context),
  )
  return hold === undefined ? null : { reason: 'hold', message: `${told(hold)} covers what it opens`, rest: 'closes' }
}

/** An account without projects is open as a whole, so that removing the last one opens it (L1). */
const isLastProject = ({ operation, pair: { wanted } }: Proposal, { draft }: AccountContext): boolean =>
  operation === 'remove' && wanted.kind === 'project' && children(draft.account, 'project').size === 1

/**
 * Why an app is not installed or activated: that opens it wherever it is switched on already. A hold that closes shuts
 * its narrower places by itself; one that only keeps from opening has nothing else to hold there.
 */
export function whyAppHeld(
  holds: readonly HoldRule[],
  app: string,
  { direction }: Pick<DraftChange, 'direction'>,
  day: string,
): Why | null {
  if (direction !== 'opens' && direction !== 'mixed') return null
  const hold = holds.find((each) => day <= each.until && opensUnder(each, app))
  return hold === undefined ? null : { reason: 'hold', message: `${told(hold)} covers what it opens` }
}

function opensUnder({ covers: { app: held, ...narrower }, close }: HoldRule, app: string): boolean {
  if (held !== undefined && held !== app) return false
  return !close || (held === app && Object.keys(narrower).length === 0)
}

/** What of a change that both opens and closes does only the one: that goes on where the other is held. Null where nothing does. */
export function partOf(proposal: Proposal, wanted: 'opens' | 'closes'): Proposal | null {
  const { direction, before, after } = proposal
  if (direction !== 'mixed' || before === null || after === null) return null
  const part = wanted === 'closes' ? narrower : wider
  const kept = Object.entries(after).map(([field, value]) => [field, part(before[field], value)] as const)
  const told = kept.filter(([field, value]) => !isDeepStrictEqual(value, before[field]))
  if (told.length === 0) return null
  const was = told.map(([field]) => [field, before[field]] as const)
  return { ...proposal, direction: wanted, before: Object.fromEntries(was), after: Object.fromEntries(told) }
}

/** What both have; of anything but lists and switches, what was. */
function narrower(from: unknown, to: unknown): unknown {
  if (Array.isArray(from) && Array.isArray(to)) return to.filter((each) => from.includes(each))
  return typeof from === 'boolean' && typeof to === 'boolean' ? from && to : from
}

/** What either has; of anything but lists and switches, what was. */
function wider(from: unknown, to: unknown): unknown {
  if (Array.isArray(from) && Array.isArray(to)) return [...new Set([...from, ...to])].sort()
  return typeof from === 'boolean' && typeof to === 'boolean' ? from || to : from
}

/** Does a setting that opens lie wholly under a hold? */
function isDoorOf({ covers }: HoldRule, { pair: { wanted, parent, project } }: Proposal, { draft }: AccountContext) {
  if (!wanted.kind.endsWith('-integration')) return false
  const place: HoldRule['covers'] = {
    ...{ account: draft.account.key, app: wanted.key },
    ...(project === null ? {} : { project: project.key }),
    ...(parent.kind === 'user' ? { user: parent.key } : {}),
    ...(parent.kind === 'group' ? { group: parseAddress(parent.address).parts.slice(1).join('/') } : {}),
  }
  return (Object.keys(covers) as (keyof typeof covers)[]).every((field) => covers[field] === place[field])
}

/** Would somebody under a hold use something by this change that they do not yet? */
function opensUse(hold: HoldRule, proposal: Proposal, context: AccountContext): boolean {
  const before = new Set(usable(hold, proposal, context))
  return simulated(proposal, [], () => usable(hold, proposal, context)).some((use) => !before.has(use))
}

/** `ana@acme.example slack apollo` for each use under a hold that the gates other than it permit. */
function usable(
  hold: HoldRule,
  { pair: { wanted } }: Proposal,
  { draft: { account }, world, wantedApps }: AccountContext,
) {
  const free = { apps: world.apps, levels: world.levels }
  const own = wanted.kind.endsWith('-integration') ? [wanted.key] : [...wantedApps.keys()]
  const apps = own.filter((app) => (hold.covers.app ?? app) === app)
  const users = [...children(account, 'user').keys()].filter((user) => (hold.covers.user ?? user) === user)
  const questions = everywhere(free, account).flatMap((project) =>
    users.flatMap((user) => apps.map((app): Question => ({ account, app, project, user }))),
  )
  return questions
    .filter((question) => isUnder(hold, question) && mayUse(free, question))
    .map(({ user, app, project }) => `${user} ${app} ${project?.key ?? ''}`)
}
