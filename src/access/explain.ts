import type { Statement } from '../model/document.js'
import type { Resource } from '../model/resource.js'
import { child, children } from '../model/resource.js'
import { GATES, type Gate, type GateState, groupOpen, holdsOn, judge, type Question, type World } from './gates.js'
import { anywhere } from './permission.js'
import { remedyOf } from './remedies.js'
import { type Speaking, statementsOf } from './statements.js'
import { whyOf } from './why.js'

/** State to be judged: as it will be after apply, or as it lives. */
export interface Side {
  readonly world: World
  readonly account: Resource<'account'>
}

export interface Inquiry {
  readonly app: string
  /** Null asks for any project of the account. */
  readonly project: string | null
  /** Null asks about the levels without a person. */
  readonly user: string | null
  readonly after: Side
  readonly live: Side
  /** Null where no document governs the account. */
  readonly speaking: Speaking | null
  /** The dates that a statement carries about the app. */
  readonly datesOf: (statement: Statement) => DatesSaid | null
  /** What a statement is called: its document and field. */
  readonly nameOf: (statement: Statement) => string
}

export interface DatesSaid {
  readonly text: string
  readonly inForce: boolean
}

export interface GateExplained {
  readonly gate: Gate
  readonly state: GateState
  readonly why: string
  readonly at: readonly { readonly file: string; readonly line: number; readonly what: string }[]
  /** What lives, where that is something else. */
  readonly live?: string
}

export interface UseExplained {
  readonly mayUse: boolean
  readonly mayConnect: boolean
  readonly gates: readonly GateExplained[]
  readonly remedies: readonly string[]
}

/** Every gate between somebody and an app: open, closed or n/a, why, by which statement, and what would open it. */
export function explainUse(inquiry: Inquiry): UseExplained {
  const question = best(questionsOf(inquiry, inquiry.after), inquiry.after.world)
  const judged = GATES.map((gate) => explainGate(inquiry, gate, question))
  const closed = new Set(judged.filter(({ state }) => state === 'closed').map(({ gate }) => gate))
  const mayConnect = closed.size === 0
  const remedies = mendable(inquiry.after.world, question, closed).flatMap((gate) => openersOf(inquiry, gate, question))
  return { mayUse: mayConnect || (closed.size === 1 && closed.has('menu')), mayConnect, gates: judged, remedies }
}

/** The closed gates that somebody could open now: what a Hold shut, no other document opens while it lasts. */
function mendable(world: World, question: Question, closed: ReadonlySet<Gate>): Gate[] {
  const isShut = holdsOn(world, question, 'live').length > 0
  return GATES.filter((gate) => closed.has(gate) && !(isShut && SHUT_BY_HOLDS.has(gate)))
}

const SHUT_BY_HOLDS: ReadonlySet<Gate> = new Set(['account', 'project', 'group', 'person'])

/** Where an entry is closed by its dates alone, moving these is the one remedy. */
function openersOf(inquiry: Inquiry, gate: Gate, question: Question): string[] {
  const isByDate = said(inquiry, gate, question).some((statement) => inquiry.datesOf(statement)?.inForce === false)
  return isByDate ? [] : [remedyOf(gate, question, speakersOf(inquiry, gate, question), inquiry.speaking)]
}

/** Whose lines to change: groups are opened where their project says which. */
function speakersOf(inquiry: Inquiry, gate: Gate, question: Question): Statement[] {
  if (gate === 'dates') return dated(inquiry, question).map(([statement]) => statement)
  return said(inquiry, gate === 'group' ? 'project' : gate, question)
}

function explainGate(inquiry: Inquiry, gate: Gate, question: Question): GateExplained {
  const { after, live } = inquiry
  if (gate === 'dates') return explainDates(inquiry, question)
  const declared = { state: stateOf(gate, after.world, question), why: whyOf(gate, after.world, question) }
  const now = inLive(question, live)
  const lives = { state: stateOf(gate, live.world, now), why: whyOf(gate, live.world, now) }
  // No platform knows of holds: there is nothing live to compare one with.
  const differs = gate !== 'hold' && (declared.state !== lives.state || declared.why !== lives.why)
  const at = said(inquiry, gate, question).map((statement) => placeOf(inquiry, statement))
  const unasked = inquiry.project === null && question.project !== null && (gate === 'project' || gate === 'group')
  const why = unasked ? `in ${question.project?.key}: ${declared.why}` : declared.why
  return { gate, state: declared.state, why, at, ...(differs ? { live: `${lives.state}, ${lives.why}` } : {}) }
}

/** Entries out of their dates read as off at their own gate; here it says that a date is the reason. */
function explainDates(inquiry: Inquiry, question: Question): GateExplained {
  const dates = dated(inquiry, question)
  const closed = dates.filter(([, { inForce }]) => !inForce)
  const shown = closed.length > 0 ? closed : dates
  return {
    gate: 'dates',
    state: closed.length > 0 ? 'closed' : 'open',
    why: shown.map(([, { text }]) => text).join(', '),
    at: shown.map(([statement]) => placeOf(inquiry, statement)),
  }
}

function dated(inquiry: Inquiry, question: Question): [Statement, DatesSaid][] {
  const statements = (['allowed', 'account', 'project', 'group', 'person'] as const).flatMap((gate) =>
    said(inquiry, gate, question),
  )
  return statements.flatMap((statement): [Statement, DatesSaid][] => {
    const dates = inquiry.datesOf(statement)
    return dates === null ? [] : [[statement, dates]]
  })
}

/** The group level without a person is open where it is for any group. */
function stateOf(gate: Gate, world: World, question: Question): GateState {
  const state = judge(gate, world, question)
  if (gate !== 'group' || state !== 'closed' || question.user !== null) return state
  const { account, project, app } = question
  const integration = project === null ? undefined : child(project, 'project-integration', app)?.fields
  return [...children(project ?? account, 'group').values()].some((group) => groupOpen(group, app, integration))
    ? 'open'
    : 'closed'
}

function questionsOf({ app, project, user }: Inquiry, { world, account }: Side): Question[] {
  if (project === null) return anywhere(world, account, app, user)
  return [{ account, app, user, project: child(account, 'project', project) ?? null }]
}

/** Of several projects the one where the fewest gates are closed. */
const best = (questions: readonly Question[], world: World): Question => {
  const closed = (question: Question) => GATES.filter((gate) => stateOf(gate, world, question) === 'closed').length
  return questions.reduce((one, other) => (closed(other) < closed(one) ? other : one))
}

/** The same question about live state; a project that does not live yet is none. */
const inLive = ({ app, project, user }: Question, { account }: Side): Question => ({
  account,
  app,
  user,
  project: project === null ? null : (child(account, 'project', project.key) ?? null),
})

const said = ({ speaking }: Inquiry, gate: Gate, question: Question): Statement[] =>
  speaking === null ? [] : statementsOf(speaking, gate, question)

function placeOf({ nameOf }: Inquiry, statement: Statement) {
  const { file, line } = statement.source.locate(statement.path, 'key')
  return { file, line, what: nameOf(statement) }
}
