import { GATES, type Gate, judge, type Question } from '../../access/gates.js'
import { anywhere } from '../../access/permission.js'
import { statementsOf } from '../../access/statements.js'
import { child, children, type Resource } from '../../model/resource.js'
import type { Place } from '../../report/explain.js'
import type { SeenAccount, Side } from '../each-account.js'

/** One person, or nobody, who wants to connect one app, and what stands in the way. */
export interface ProbeQuestion {
  readonly account: Resource<'account'>
  readonly app: string
  readonly project: Resource<'project'> | null
  readonly user: Resource<'user'> | null
  /** The gates that are closed live: with any of them the platform has to refuse. */
  readonly closed: readonly Gate[]
  /** Those that are closed once documents are applied. */
  readonly wantedClosed: readonly Gate[]
  /** The lines that close them. */
  readonly at: readonly Place[]
}

/** Where representatives are looked for in a large account. */
const MOST_PLACES = 200
const MOST_PEOPLE = 20

/** For each app one person for each way in which the gates stand: whoever else they stand so for is answered alike. */
export function* questionsOf(probed: SeenAccount, apps: Iterable<string>): Generator<ProbeQuestion> {
  const { account } = probed.live
  const somebody = candidatesOf(account)
  for (const app of apps) {
    const known = new Set<string>()
    for (const { project, user } of [...somebody, ...blockedFrom(account, app)]) {
      const question = questionOf(probed, app, project, user)
      const pattern = [project === null, ...question.closed, '|', ...question.wantedClosed].join(' ')
      if (known.has(pattern)) continue
      known.add(pattern)
      yield question
    }
  }
}

interface Candidate {
  readonly project: Resource<'project'> | null
  readonly user: Resource<'user'> | null
}

/** A member of each group, an outsider of each project, and some of them for the account as a whole. */
function candidatesOf(account: Resource<'account'>): Candidate[] {
  const users = [...children(account, 'user').values()]
  const inProjects = [...children(account, 'project').values()]
    .slice(0, MOST_PLACES)
    .flatMap((project) => representatives(account, project, users).map((user) => ({ project, user })))
  const people = new Set([...inProjects.map(({ user }) => user), users[0] ?? null])
  return [...[...people].slice(0, MOST_PEOPLE).map((user) => ({ project: null, user })), ...inProjects]
}

function representatives(
  account: Resource<'account'>,
  project: Resource<'project'>,
  users: readonly Resource<'user'>[],
): (Resource<'user'> | null)[] {
  const groups = [...children(project, 'group').values()]
  const inside = new Set(groups.flatMap(({ fields }) => fields.members))
  const members = groups.flatMap(
    ({
      fields: {
        members: [first = ''],
      },
    }) => child(account, 'user', first) ?? [],
  )
  return [...new Set(members), users.find(({ key }) => !inside.has(key)) ?? null]
}

/** Somebody whose own entry is off for this app. */
function blockedFrom(account: Resource<'account'>, app: string): Candidate[] {
  for (const user of children(account, 'user').values())
    if (child(user, 'user-integration', app)?.fields.blocked) return [{ project: null, user }]
  return []
}

function questionOf(
  { live, declared, speaking }: SeenAccount,
  app: string,
  project: Candidate['project'],
  user: Candidate['user'],
): ProbeQuestion {
  const person = user?.key ?? null
  const [closed] = nearest(live, app, project, person)
  const [wantedClosed, question] = nearest(declared, app, project, person)
  const said = speaking === null ? [] : wantedClosed.flatMap((gate) => statementsOf(speaking, gate, question))
  const at = said.map(({ source, path }) => source.locate(path, 'key')).map(({ file, line }) => ({ file, line }))
  return { account: live.account, app, project, user, closed, wantedClosed, at }
}

/** Asked for the account as a whole, one open project is enough: the gates of the one with the fewest closed count. */
function nearest(
  { world, account }: Side,
  app: string,
  project: Candidate['project'],
  user: string | null,
): [Gate[], Question] {
  const place = project === null ? null : (child(account, 'project', project.key) ?? null)
  const questions = project === null ? anywhere(world, account, app, user) : [{ account, app, user, project: place }]
  const judged = questions.map((question): [Gate[], Question] => [
    GATES.filter((gate) => judge(gate, world, question) === 'closed'),
    question,
  ])
  return judged.reduce((one, other) => (other[0].length < one[0].length ? other : one))
}
