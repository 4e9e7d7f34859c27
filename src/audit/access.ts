import { GATES, type Gate, judge, type Question, type World } from '../access/gates.js'
import { mayUse } from '../access/permission.js'
import { everywhere, type Places, placesOf } from '../access/places.js'
import { type Speaking, statementsOf } from '../access/statements.js'
import type { AccessRow, AuditPlace, Verdict } from '../model/audit.js'
import { sorted } from '../model/canonical.js'
import type { Statement } from '../model/document.js'
import { child, children, type Resource } from '../model/resource.js'

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
}

/** Everybody's access in one account: a row for each app that somebody may use live, or may as declared. */
export function* accessOf(audited: Audited): Generator<AccessRow> {
  const { live, declared } = audited
  const [livePlaces, declaredPlaces] = [live, declared].map(({ world, account }) => placesOf(world, account))
  const people = new Set([live, declared].flatMap(({ account }) => [...children(account, 'user').keys()]))
  const apps = appsOf(live, declared)
  for (const user of people)
    for (const app of apps) {
      const now = usable(live, livePlaces as Places, app, user)
      const wanted = live === declared ? now : usable(declared, declaredPlaces as Places, app, user)
      if (now.length + wanted.length > 0) yield rowOf(audited, user, app, now, wanted)
    }
}

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

function rowOf(audited: Audited, user: string, app: string, live: string[], declared: string[]): AccessRow {
  const verdict = verdictOf(audited, app, live, declared)
  const differing =
    live.length === declared.length && live.every((place) => declared.includes(place))
      ? []
      : differences(audited, user, app, live, declared)
  const gates = [...new Set(differing.map(({ gate }) => gate))]
  return {
    account: audited.live.account.key,
    user,
    app,
    verdict,
    live,
    declared,
    gates,
    at: placesIn(audited, differing),
    ...{ connections: 0, lastUsedAt: null, why: 0 },
  }
}

function verdictOf(
  { speaking, standing }: Audited,
  app: string,
  live: readonly string[],
  declared: readonly string[],
): Verdict {
  if (standing === 'stopped') return 'not-evaluable'
  if (speaking === null || !speaking.wantedApps.has(app)) return 'ungoverned'
  if (live.some((place) => !declared.includes(place))) return 'undeclared'
  return declared.some((place) => !live.includes(place)) ? 'missing' : 'conforming'
}

interface Difference {
  readonly gate: Gate
  readonly question: Question
}

/** The gates that stand otherwise live than declared, in the projects where somebody's access differs. */
function differences(
  { live, declared }: Audited,
  user: string,
  app: string,
  now: readonly string[],
  wanted: readonly string[],
): Difference[] {
  const moved = new Set([
    ...now.filter((place) => !wanted.includes(place)),
    ...wanted.filter((place) => !now.includes(place)),
  ])
  return [...moved].flatMap((place) => {
    const question = questionIn(declared, app, user, place)
    const before = questionIn(live, app, user, place)
    return GATES.filter((gate) => judge(gate, live.world, before) !== judge(gate, declared.world, question)).map(
      (gate): Difference => ({ gate, question }),
    )
  })
}

function questionIn({ world, account }: Side, app: string, user: string, place: string): Question {
  const isWhole = everywhere(world, account)[0] === null
  return { account, app, user, project: isWhole ? null : (child(account, 'project', place) ?? null) }
}

function placesIn({ speaking }: Audited, differing: readonly Difference[]): AuditPlace[] {
  if (speaking === null) return []
  return unique(differing.flatMap(({ gate, question }) => statementsOf(speaking, gate, question)).map(placeOf))
}

function placeOf({ source, path }: Statement): AuditPlace {
  const { file, line } = source.locate(path, 'key')
  return { file, line }
}

const unique = (places: readonly AuditPlace[]): AuditPlace[] => [
  ...new Map(places.map((place) => [`${place.file}:${place.line}`, place])).values(),
]
