import { type Gate, judge, type Question, type World } from '../../access/gates.js'
import { closedGates, type Held, type Route, routes } from '../../access/permission.js'
import { addressesOf, statementsOf } from '../../access/statements.js'
import type { Statement } from '../../model/document.js'
import { child } from '../../model/resource.js'
import type { AccountContext } from '../context.js'
import type { DraftChange } from '../draft.js'
import { moved } from '../simulate.js'
import type { Breach, Case, Rule } from './rule.js'

/** One way in, with those of its gates that are closed. */
interface ClosedRoute {
  readonly route: Route
  readonly gates: readonly Gate[]
}

/** The code of what no document closes. */
export const UNPERMITTED_LIVE = 'connection/unpermitted-live'

/** Those that the gates do not permit; closed by live settings alone, they are somebody else's to end. */
export const unpermitted: Rule = (judged) => {
  if (judged.permitted) return null
  const { context } = judged
  const { closed, statements, message } = whyNotPermitted(judged)
  if (statements.length === 0) {
    const left = `${message}; no document closes it, so it is left alone`
    return { code: UNPERMITTED_LIVE, act: 'count', message: left, statements }
  }
  const act = context.desired.rules.unpermitted?.value ?? 'revoke'
  const breach = { code: 'connection/unpermitted', message, statements }
  if (act !== 'revoke') return { ...breach, act: act === 'report' ? 'report' : 'count' }
  const needs = closed.flatMap(({ route, gates }) => gates.flatMap((gate) => closers(context, gate, route)))
  return { ...breach, act, statements: telling(statements, needs), needs } satisfies Breach
}

/**
 * Which gates are closed to a connection, in words, and the statements of documents that close them: those that the
 * gates read which stay closed even with all open that documents open and this plan leaves out. Where somebody closed a
 * way by hand, what the platform closed below it is theirs too, and no statement ends a connection for it.
 */
export function whyNotPermitted(judged: Case) {
  const { context, connection } = judged
  const { world, draft, unopenedApps } = context
  const closed = closedTo(judged, world)
  const opened = { ...world, apps: new Map([...world.apps, ...unopenedApps]) }
  const isAllDone = draft.unopened.length === 0 && unopenedApps.size === 0
  const shut = isAllDone ? closed : moved(draft.unopened, () => closedTo(judged, opened))
  const statements = unique(
    shut.flatMap(({ route, gates }) => gates.flatMap((gate) => statementsOf(context, gate, route.question))),
  )
  const isByHand = closed.some(({ route, gates }) => gates.some((gate) => isLeftShut(context, gate, route.question)))
  return { closed, statements: isByHand ? [] : statements, message: reasonOf(connection.fields, closed) }
}

const isLeftShut = ({ draft }: AccountContext, gate: Gate, question: Question): boolean =>
  addressesOf(gate, question).some((address) => draft.cut.get(address) === 'not-reopened')

/** The ways in, each with those of its gates that are closed; where one is open, none. */
function closedTo({ context: { draft }, connection: { fields }, standing }: Case, world: World): ClosedRoute[] {
  const ways = routes(world, draft.account, fields, standing === 'declared')
  const closed = ways.map((route) => ({ route, gates: closedGates(world, route) }))
  return closed.some(({ gates }) => gates.length === 0) ? [] : closed
}

/** Where changes of this plan close the way, their statements are the cause; else all that the closed gates read. */
const telling = (statements: readonly Statement[], writers: readonly DraftChange[]): readonly Statement[] =>
  writers.length > 0 ? unique(writers.flatMap((writer) => writer.statements)) : statements

/** The changes of this plan that close a gate: the connection may end only once they succeeded. */
const closers = (context: AccountContext, gate: Gate, { question }: Route): DraftChange[] => {
  const { draft } = context
  if (wasClosed(context, gate, question)) return []
  const place = question.project?.address ?? question.account.address
  const below = `${place.replace(/^[a-z]+/, 'group')}/`
  const removedGroups = gate === 'group' ? draft.removedGroups().filter(({ address }) => address.startsWith(below)) : []
  const writers = draft.writersOf(addressesOf(gate, question))
  return [...writers.filter(({ direction }) => direction === 'closes' || direction === 'mixed'), ...removedGroups]
}

/** Was the gate closed before this plan? Then no change of it is what the connection waits for. */
function wasClosed({ before }: AccountContext, gate: Gate, question: Question): boolean {
  const { world, account } = before()
  const project = question.project === null ? null : (child(account, 'project', question.project.key) ?? null)
  return judge(gate, world, { ...question, account, project }) === 'closed'
}

function reasonOf({ owner, app }: Held, closed: readonly ClosedRoute[]): string {
  const gates = unique(closed.flatMap((each) => each.gates))
  const who = owner === null ? 'nobody' : owner
  return `${who} may not use ${app}: ${gates.join(', ')} closed`
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)]
