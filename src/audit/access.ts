import { GATES, type Gate, judge, type Question, type World } from '../access/gates.js'
import { mayUse } from '../access/permission.js'
import { everywhere, type Places, placesOf } from '../access/places.js'
import type { Speaking } from '../access/statements.js'
import type { AccessRow, AuditPlace, Verdict } from '../model/audit.js'
import { sorted } from '../model/canonical.js'
import { child, children, type Resource } from '../model/resource.js'
import { type DatesOf, type Explainer, saidOf } from './explain.js'
import { ownedIn } from './owned.js'
import { placesOfAll } from './places.js'
import { NONE, SharedLists } from './shared.js'

/** State by which the gates can be judged. */
export interface Side {
  readonly world: World
  readonly account: Resource<'account'>
}

/** One account that was read whole, as it lives and as documents make it. */
export interface Audited {
  readonly live: Side
  readonly declared: Side
  /** An error stops an account of which documents speak, so that nobody can say what is declared. */
  readonly standing: 'governed' | 'stopped' | 'ungoverned'
  /** Null unless it is governed. */
  readonly speaking: Speaking | null
  /** The dates that statements carry; absent: none does. */
  readonly datesOf?: DatesOf
  /** After how many days without use the estate takes a connection for idle here; absent or null: it does not say. */
  readonly idleDays?: number | null
}

/** What rows refer to and are told of. */
export interface Telling {
  readonly explainer: Explainer
  /** Is who changed what looked up of everything, or only of what differs? */
  readonly asksAll: boolean
}

/** Everybody's access in one account: a row for each app that somebody may use live, or may as declared. */
export function* accessOf(audited: Audited, { explainer, asksAll }: Telling): Generator<AccessRow> {
  const { live, declared } = audited
  const explain = explainer.of(audited)
  const owned = ownedIn(live.account)
  const account = live.account.key
  const [livePlaces, declaredPlaces] = [live, declared].map(({ world, account }) => placesOf(world, account))
  const people = new Set([live, declared].flatMap(({ account }) => [...children(account, 'user').keys()]))
  const apps = appsOf(live, declared)
  const lists = new SharedLists()
  for (const user of people)
    for (const app of apps) {
      const now = lists.of(usable(live, livePlaces as Places, app, user))
      const wanted = live === declared ? now : lists.of(usable(declared, declaredPlaces as Places, app, user))
      if (now.length + wanted.length === 0) continue
      const moved = now === wanted ? NONE : movedBetween(now, wanted)
      const place = moved[0] ?? now[0] ?? wanted[0] ?? ''
      const { gates, at } = moved.length === 0 ? SAME : differing(audited, user, app, moved)
      const { connections, lastUsedAt } = owned(user, app)
      const verdict = verdictOf(audited, app, now, wanted)
      const why = explain(app, user, projectAt(audited, place), asksAll || gates.length > 0)
      yield { account, user, app, verdict, live: now, declared: wanted, gates, at, connections, lastUsedAt, why }
    }
}

/** The project that a place names; null where the account itself is the place. */
const projectAt = ({ live, declared }: Audited, place: string): string | null =>
  [live, declared].some(({ account }) => child(account, 'project', place) !== undefined) ? place : null

/** Only an app that is on in the account is open to anybody; where there is no such level, any may be. */
const appsOf = (...sides: readonly Side[]): string[] =>
  sorted(
    sides.flatMap(({ world, account }) =>
      world.levels.includes('account') ? [...children(account, 'account-integration').keys()] : [...world.apps.keys()],
    ),
  )

/** The names of the projects in which somebody may use an app; of an account without projects its own. */
function usable({ world, account }: Side, places: Places, app: string, user: string): string[] {
  if (child(account, 'user', user) === undefined) return []
  if (child(account, 'account-integration', app)?.fields.enabled !== true && world.levels.includes('account')) return []
  return places(user)
    .filter((project) => mayUse(world, { account, app, project, user }))
    .map((project) => project?.key ?? account.key)
}

const SAME: Pick<AccessRow, 'gates' | 'at'> = { gates: NONE, at: NONE }

/** What stands otherwise live than declared where somebody's access moves, and which lines say so. */
function differing(audited: Audited, user: string, app: string, moved: readonly string[]): typeof SAME {
  const found = differences(audited, user, app, moved)
  return { gates: [...new Set(found.map(({ gate }) => gate))], at: placesIn(audited, found) }
}

function verdictOf(
  { speaking, standing }: Audited,
  app: string,
  live: readonly string[],
  declared: readonly string[],
): Verdict {
  if (standing === 'stopped') return 'not-evaluable'
  if (speaking === null || !speaking.wantedApps.has(app)) return 'ungoverned'
  if (live === declared) return 'conforming'
  if (live.some((place) => !declared.includes(place))) return 'undeclared'
  return declared.some((place) => !live.includes(place)) ? 'missing' : 'conforming'
}

interface Difference {
  readonly gate: Gate
  readonly question: Question
}

/** The gates that stand otherwise live than declared, in the projects where somebody's access differs. */
function differences({ live, declared }: Audited, user: string, app: string, moved: readonly string[]): Difference[] {
  return moved.flatMap((place) => {
    const question = questionIn(declared, app, user, place)
    const before = questionIn(live, app, user, place)
    return GATES.filter((gate) => judge(gate, live.world, before) !== judge(gate, declared.world, question)).map(
      (gate): Difference => ({ gate, question }),
    )
  })
}

const movedBetween = (now: readonly string[], wanted: readonly string[]): string[] => [
  ...now.filter((place) => !wanted.includes(place)),
  ...wanted.filter((place) => !now.includes(place)),
]

function questionIn({ world, account }: Side, app: string, user: string, place: string): Question {
  const isWhole = everywhere(world, account)[0] === null
  return { account, app, user, project: isWhole ? null : (child(account, 'project', place) ?? null) }
}

const placesIn = ({ speaking }: Audited, differing: readonly Difference[]): AuditPlace[] =>
  speaking === null ? [] : placesOfAll(differing.flatMap(({ gate, question }) => saidOf(speaking, gate, question)))
