import { child, type Resource } from '../model/resource.js'
import { GATES, type Gate, judge, type Purpose, type Question, type World } from './gates.js'
import { everywhere, type Places } from './places.js'

/** The gates that using passes; connecting passes the menu as well. Closing the menu ends nothing. */
const USE_GATES = GATES.filter((gate) => gate !== 'menu')
/** What a connection passes that stands for nobody in particular. */
const UNOWNED_GATES = ['registry', 'allowed', 'account', 'dates', 'hold'] as const satisfies readonly Gate[]
const UNOWNED_PROJECT_GATES = [...UNOWNED_GATES, 'project'] as const satisfies readonly Gate[]

const pass = (gates: readonly Gate[], world: World, question: Question): boolean =>
  gates.every((gate) => judge(gate, world, question) !== 'closed')

/** All gates but menu are open (L1). */
export const mayUse = (world: World, question: Question): boolean => pass(USE_GATES, world, question)

/** All gates are open, menu included (T1, T6). */
export const mayConnect = (world: World, question: Question): boolean => pass(GATES, world, question)

/** The questions an account-wide use asks: each project, or the account itself where it has none. */
export function anywhere(world: World, account: Resource<'account'>, app: string, user: string | null): Question[] {
  return everywhere(world, account).map((project) => ({ account, app, project, user }))
}

/** May this person use the app in any project of the account? */
export const mayUseAnywhere = (
  world: World,
  account: Resource<'account'>,
  app: string,
  user: string,
  places: Places = () => everywhere(world, account),
): boolean => places(user).some((project) => mayUse(world, { account, app, project, user }))

/** What about a connection decides whether it is permitted. */
export type Held = Pick<Resource<'connection'>['fields'], 'app' | 'project' | 'owner'>

/**
 * Is a live connection permitted, given whether the estate declares it by name?
 * It is while its owner may use its app in its project, or in any project if it stands for the whole account.
 */
export function permitted(
  world: World,
  account: Resource<'account'>,
  connection: Held,
  declared: boolean,
  places?: Places,
): boolean {
  const { app, project, owner } = connection
  if (project === null && owner !== null && !declared) return mayUseAnywhere(world, account, app, owner, places)
  return routes(world, account, connection, declared).some(({ gates, question }) => pass(gates, world, question))
}

/** One way in which a connection may be permitted: all these gates open for this question. */
export interface Route {
  readonly gates: readonly Gate[]
  readonly question: Question
}

/** The ways in which a connection may be permitted; one of them is enough. */
export function routes(world: World, account: Resource<'account'>, connection: Held, declared: boolean): Route[] {
  const { app, owner } = connection
  if (connection.project !== null) {
    const project = child(account, 'project', connection.project) ?? null
    return [
      { gates: owner === null ? UNOWNED_PROJECT_GATES : USE_GATES, question: { account, app, project, user: owner } },
    ]
  }
  if (owner === null || declared)
    return [{ gates: UNOWNED_GATES, question: { account, app, project: null, user: owner } }]
  return anywhere(world, account, app, owner).map((question) => ({ gates: USE_GATES, question }))
}

/** The ways in which a connection may be made: the menu counts too, and without an owner nobody's groups do (T6). */
export function waysToConnect(
  world: World,
  account: Resource<'account'>,
  { app, project: name, owner }: Held,
): Route[] {
  const project = name === null ? null : (child(account, 'project', name) ?? null)
  if (owner !== null && name === null)
    return anywhere(world, account, app, owner).map((question) => ({ gates: GATES, question }))
  const unowned = name === null ? UNOWNED_GATES : UNOWNED_PROJECT_GATES
  return [{ gates: owner === null ? [...unowned, 'menu'] : GATES, question: { account, app, project, user: owner } }]
}

/** The gates of a route that are closed. */
export const closedGates = (world: World, route: Route, purpose: Purpose = 'live'): Gate[] =>
  route.gates.filter((gate) => judge(gate, world, route.question, purpose) === 'closed')
