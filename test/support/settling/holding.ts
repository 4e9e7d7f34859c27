import type { Rows } from '../client.js'
import { type Gate, gate, type State } from '../naive.js'
import { holdsOver } from '../naive-covers.js'
import type { Doc } from '../naive-estate.js'
import { DAY } from '../random/words.js'
import { accountOf, isGoverned, isObserving, stoppedAccounts } from './judged.js'
import type { Ran } from './run.js'

// E13: an incident closes, and keeps closed. Judged by who may use what before and after, not by settings.

const USING: readonly Gate[] = ['registry', 'allowed', 'account', 'project', 'group', 'person']

/** Nobody may use under a Hold what they could not use before; under one that closes, nobody may at all. */
export function openedUnderHold(ran: Ran): string[] {
  const holds = ran.documents.filter(({ kind, until }) => kind === 'Hold' && String(until) >= DAY)
  if (holds.length === 0) return []
  const stopped = stoppedAccounts(ran)
  return ran.after.accounts.flatMap((account) => {
    const known = accountOf(ran, account.id)
    if (stopped.has(known.name) || isObserving(ran, known)) return []
    const hadProjects = ran.before.projects.some((each) => each.account === account.id)
    return usesIn(ran.after, account, hadProjects).flatMap(({ app, project, user }) => {
      if (!isGoverned(ran, known, app)) return []
      const about = {
        ...{ account: known.name, app, user: ran.names.email(user) },
        project: project === null ? null : ran.names.name('projects', project),
      }
      const what = `${about.user} may use ${app} in ${known.name}/${about.project}`
      const question = { account: account.id, app, project, user }
      if (holdsOver(holds, about, DAY, false).length > 0 && !mayUse(ran.before, question))
        return [`${what}, which a Hold keeps closed`]
      const closing = holdsOver(holds, about, DAY, true).filter(hasDoor)
      return closing.length > 0 && !isKept(ran, known.name, app) ? [`${what}, which a Hold closes`] : []
    })
  })
}

/** No setting closes for one person in one project alone. */
const hasDoor = ({ covers }: Doc): boolean => {
  const { user, project } = covers as { user?: string; project?: string }
  return user === undefined || project === undefined
}

/** Protection keeps open what it names, or what would end what it names. */
const isKept = ({ plan }: Ran, account: string, app: string): boolean =>
  plan.held.some(
    ({ address, reason }) =>
      reason === 'protected' && address.split('/')[1]?.split('#')[0] === account && address.endsWith(`.${app}`),
  )

interface Use {
  app: string
  project: string | null
  user: string
}

/**
 * Every use in an account that the platform permits. Where the last project went, the gates of projects and groups say
 * nothing any more: not judged here.
 */
function usesIn(state: State, account: Rows['accounts'], hadProjects: boolean): Use[] {
  const projects = state.projects.filter((each) => each.account === account.id).map(({ id }) => id)
  const places: (string | null)[] = projects.length > 0 ? projects : hadProjects ? [] : [null]
  const users = state.users.filter((each) => each.account === account.id)
  return state.apps.flatMap(({ name: app }) =>
    places.flatMap((project) =>
      users
        .map(({ id: user }) => ({ app, project, user }))
        .filter((use) => mayUse(state, { account: account.id, ...use })),
    ),
  )
}

const mayUse = (state: State, question: Use & { account: string }): boolean =>
  USING.every((name) => gate(state, name, question) !== 'closed')
