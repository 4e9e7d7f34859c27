import { GATES, type Gate, judge, type Question } from '../access/gates.js'
import { type Speaking, statementsOf } from '../access/statements.js'
import { whyOf } from '../access/why.js'
import type { Explained, GateTold } from '../model/audit-detail.js'
import { wanted } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import { child, children, type Resource } from '../model/resource.js'
import type { Audited, Side } from './access.js'
import { type Memberships, membershipsIn } from './memberships.js'
import { numberOf } from './places.js'
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
  readonly #dates = new Map<string, number>()

  /** Answers for one account, in one project or in the account itself; `isAsked`: its history is looked up. */
  of(audited: Audited): (app: string, user: string, project: string | null, isAsked: boolean) => number {
    const known = new Map<string, number>()
    const { live, declared } = audited
    const now = membershipsIn(live)
    const groups: [Memberships, Memberships] = [now, live === declared ? now : membershipsIn(declared)]
    const isPersonal = personal(audited)
    const common = new Map<string, number>(isFlat(audited) ? [[FLAT, 0]] : [])
    return (app, user, project, isAsked) => {
      const person = isPersonal(app, user) ? user : ''
      const key = [app, project, isAsked, namesIn(groups, user, project), person].join('\0')
      const seen = known.get(key)
      if (seen !== undefined) return seen
      const explained = this.#explain(audited, groups, common, { app, user, project, isAsked })
      known.set(key, explained)
      return explained
    }
  }

  #explain(audited: Audited, groups: [Memberships, Memberships], common: Map<string, number>, about: About): number {
    const { app, project, isAsked } = about
    const isFlat = common.has(FLAT)
    const told: number[] = []
    const make = (gate: Gate): number =>
      gate === 'dates' ? this.#datesAfter(told, audited, about) : this.#intern(gateSeen(audited, groups, about, gate))
    for (const gate of GATES) {
      const scope = isFlat && (gate === 'project' || gate === 'group') ? 'account' : COMMON[gate]
      if (scope === undefined) {
        told.push(make(gate))
        continue
      }
      const key = scope === 'account' ? `${gate} ${isAsked}` : [gate, app, project, isAsked].join('\0')
      const seen = common.get(key) ?? make(gate)
      common.set(key, seen)
      told.push(seen)
    }
    return this.#together(project, told)
  }

  /** Dates stand in the statements of the gates before, and those decide them. */
  #datesAfter(told: readonly number[], audited: Audited, about: About): number {
    const key = `${audited.datesOf === undefined} ${about.app} ${told.join()}`
    const known = this.#dates.get(key)
    if (known !== undefined) return known
    const made = this.#intern(
      datesSeen(
        audited,
        about,
        told.flatMap((at) => this.#datedAt(at)),
      ),
    )
    this.#dates.set(key, made)
    return made
  }

  #datedAt(at: number): readonly Statement[] {
    const { gate, statements } = this.gates[at] as GateSeen
    return DATED.has(gate) ? statements : []
  }

  #intern(seen: GateSeen): number {
    const key = keyOfGate(seen)
    const known = this.#gates.get(key)
    if (known !== undefined) return known
    const made = this.gates.push(seen) - 1
    this.#gates.set(key, made)
    return made
  }

  #together(project: string | null, gates: readonly number[]): number {
    const key = `${gates.join()} ${project ?? ''}`
    const known = this.#explanations.get(key)
    if (known !== undefined) return known
    const made = this.explanations.push({ project, gates }) - 1
    this.#explanations.set(key, made)
    return made
  }
}

interface About {
  readonly app: string
  readonly user: string
  readonly project: string | null
  readonly isAsked: boolean
}

/** The gates that are the same for everybody: in an account, or in an account for an app in a project. */
const COMMON: Partial<Record<Gate, 'account' | 'app'>> = {
  registry: 'app',
  allowed: 'app',
  account: 'app',
  project: 'app',
  menu: 'account',
}

/** Marks an account in which neither live nor declared stands a project or a group: these two gates are the same for every app. */
const FLAT = 'flat'

function isFlat({ live, declared, speaking }: Audited): boolean {
  const isBare = ({ account }: Side) => children(account, 'project').size + children(account, 'group').size === 0
  const said = speaking?.desired.wanted
  return isBare(live) && isBare(declared) && wanted(said, 'project').size + wanted(said, 'group').size === 0
}

/** Cheap to make, for it is made of everything that is told: texts stand last, so that none can pass for another part. */
const keyOfGate = ({ gate, live, declared, value, wanted, statements, rows }: GateSeen): string =>
  `${gate} ${live} ${declared} ${wanted === null ? '' : value.length} ${statements.map(numberOf).join()} ${rows.map(({ collection, id }) => `${collection}/${id}`).join()} ${value}${wanted === null ? '' : `\0${wanted}`}`

/** The groups that somebody is in, of both sides; people in the same ones are told the same. */
function namesIn([live, declared]: [Memberships, Memberships], user: string, project: string | null): string {
  const now = live(user, project)
  const then = declared === live ? now : declared(user, project)
  if (now.length + then.length === 0) return ''
  return JSON.stringify([now, then].map((groups) => groups.map(({ key }) => key)))
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
  { live, declared, speaking }: Audited,
  groups: [Memberships, Memberships],
  about: About,
  gate: Gate,
): GateSeen {
  const now = questionIn(live, about)
  const then = live === declared ? now : questionIn(declared, about)
  const statements = speaking === null ? [] : saidOf(speaking, gate, then)
  const rows = about.isAsked ? rowsOf(gate, live, now, groups[0]) : []
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
  account,
  app,
  user,
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

const DATED: ReadonlySet<string> = new Set<Gate>(['allowed', 'account', 'project', 'group', 'person'])

/** No platform knows of dates: an entry out of its own reads as off at its gate. */
function datesSeen({ datesOf }: Audited, { app }: About, statements: readonly Statement[]): GateSeen {
  const find = datesOf?.(app)
  const dated = statements.flatMap((statement) => {
    const dates = find?.(statement) ?? null
    return dates === null ? [] : [{ statement, ...dates }]
  })
  const closed = dated.filter(({ inForce }) => !inForce)
  const shown = closed.length > 0 ? closed : dated
  const wanted = [...new Set(shown.map(({ text }) => text))].join(', ')
  return {
    gate: 'dates',
    live: 'n/a',
    declared: closed.length > 0 ? 'closed' : 'open',
    value: '',
    wanted: wanted === '' ? null : wanted,
    statements: shown.map((each) => each.statement),
    rows: [],
  }
}
