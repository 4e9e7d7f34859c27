import { GATES, type Gate, judge, type Question } from '../access/gates.js'
import { type Speaking, statementsOf } from '../access/statements.js'
import { whyOf } from '../access/why.js'
import type { Explained, GateTold } from '../model/audit-detail.js'
import type { Statement } from '../model/document.js'
import { child, type Resource } from '../model/resource.js'
import type { Audited, Side } from './access.js'
import { type Memberships, membershipsIn } from './memberships.js'
import { keyOfStatement } from './places.js'
import { type RowReference, rowsOf } from './standing-on.js'

/** The dates that a statement carries about an app; null where it carries none. */
export type DatesOf = (
  app: string,
) => (statement: Statement) => { readonly text: string; readonly inForce: boolean } | null

/** A gate before anybody was asked who changed it, and before its statements were looked up in their files. */
export interface GateSeen extends Omit<GateTold, 'changedBy' | 'at'> {
  readonly statements: readonly Statement[]
  /** What on the platform it stands on; empty where that is not to be asked about. */
  readonly rows: readonly RowReference[]
}

/** Tells gate by gate why somebody may use an app or may not. What reads alike is kept once, whoever it is told of. */
export class Explainer {
  readonly gates: GateSeen[] = []
  readonly explanations: Explained[] = []
  readonly #gates = new Map<string, number>()
  readonly #explanations = new Map<string, number>()

  /** Answers for one account, in one project or in the account itself; `isAsked`: its history is looked up. */
  of(audited: Audited): (app: string, user: string, project: string | null, isAsked: boolean) => number {
    const known = new Map<string, number>()
    const { live, declared } = audited
    const groups = [live, declared].map(membershipsIn) as [Memberships, Memberships]
    const isPersonal = personal(audited)
    return (app, user, project, isAsked) => {
      const inGroups = groups.map((of) => of(user, project).map(({ key }) => key))
      const key = JSON.stringify([app, project, inGroups, isAsked, isPersonal(app, user) ? user : 0])
      const seen = known.get(key) ?? this.#explain(audited, groups, { app, user, project }, isAsked)
      known.set(key, seen)
      return seen
    }
  }

  #explain(audited: Audited, groups: [Memberships, Memberships], about: About, isAsked: boolean): number {
    const gates = GATES.map((gate) => {
      const seen = gateSeen(audited, groups, about, gate, isAsked)
      const key = JSON.stringify({ ...seen, statements: seen.statements.map(keyOfStatement) })
      return intern(this.#gates, this.gates, key, seen)
    })
    const explained = { project: about.project, gates }
    return intern(this.#explanations, this.explanations, JSON.stringify(explained), explained)
  }
}

interface About {
  readonly app: string
  readonly user: string
  readonly project: string | null
}

function intern<T>(known: Map<string, number>, table: T[], key: string, value: T): number {
  const at = known.get(key) ?? table.push(value) - 1
  known.set(key, at)
  return at
}

/** Is something said of this very person, so that what holds for others in the same groups need not hold for them? */
function personal({ live, declared, speaking }: Audited): (app: string, user: string) => boolean {
  const isSaid = ({ account }: Side, app: string, user: string) => {
    const person = child(account, 'user', user)
    return person === undefined || child(person, 'user-integration', app) !== undefined
  }
  const held = new Set(speaking?.desired.holds.flatMap(({ covers: { user } }) => user ?? []))
  return (app, user) => held.has(user) || isSaid(live, app, user) || isSaid(declared, app, user)
}

function gateSeen(
  { live, declared, speaking, datesOf }: Audited,
  groups: [Memberships, Memberships],
  about: About,
  gate: Gate,
  isAsked: boolean,
): GateSeen {
  const [now, then] = [questionIn(live, about), questionIn(declared, about)]
  const statements = speaking === null ? [] : saidOf(speaking, gate, then)
  const rows = isAsked ? rowsOf(gate, live, now, groups[0]) : []
  if (gate === 'dates') return { ...datesTold(speaking, then, datesOf?.(about.app)), rows }
  const value = gate === 'hold' ? '' : wordsOf(gate, live, now, groups[0])
  const wanted = live === declared && gate !== 'hold' ? value : wordsOf(gate, declared, then, groups[1])
  return {
    gate,
    // No platform knows of holds.
    live: gate === 'hold' ? 'n/a' : judge(gate, live.world, now),
    declared: judge(gate, declared.world, then),
    value,
    wanted: wanted === value ? null : wanted,
    statements,
    rows,
  }
}

const questionIn = ({ account }: Side, { app, user, project }: About): Question => ({
  ...{ account, app, user },
  project: project === null ? null : (child(account, 'project', project) ?? null),
})

/** In words that hold for everybody in the same groups. */
function wordsOf(gate: Gate, { world }: Side, question: Question, groups: Memberships): string {
  if (gate !== 'group') return whyOf(gate, world, question)
  const scope = whyOf(gate, world, { ...question, user: null })
  const { user, project } = question
  if (user === null || judge(gate, world, question) === 'n/a') return scope
  return `${scope}; in ${
    groups(user, project?.key ?? null)
      .map(nameOf)
      .join(', ') || 'none'
  }`
}

const nameOf = ({ key, fields: { type } }: Resource<'group'>): string => (type === null ? key : `${key} (${type})`)

/** The statements that a gate reads; of an allow-list only the entries that speak of the app. */
export function saidOf(speaking: Speaking, gate: Gate, question: Question): readonly Statement[] {
  if (gate !== 'allowed') return statementsOf(speaking, gate, question)
  const entries = speaking.desired.wanted.because?.allowedApps?.([], [question.app])
  return entries?.statements ?? statementsOf(speaking, gate, question)
}

const DATED = ['allowed', 'account', 'project', 'group', 'person'] as const

/** No platform knows of dates: an entry out of its own reads as off there. */
function datesTold(
  speaking: Speaking | null,
  question: Question,
  datesOf: ReturnType<DatesOf> | undefined,
): Omit<GateSeen, 'rows'> {
  const statements = speaking === null ? [] : DATED.flatMap((gate) => saidOf(speaking, gate, question))
  const dated = statements.flatMap((statement) => {
    const dates = datesOf?.(statement) ?? null
    return dates === null ? [] : [{ statement, ...dates }]
  })
  const closed = dated.filter(({ inForce }) => !inForce)
  const shown = closed.length > 0 ? closed : dated
  const wanted = [...new Set(shown.map(({ text }) => text))].join(', ')
  const declared = closed.length > 0 ? 'closed' : 'open'
  return {
    gate: 'dates',
    live: 'n/a',
    declared,
    value: '',
    wanted: wanted === '' ? null : wanted,
    statements: shown.map((each) => each.statement),
  }
}
