import type { Rows } from '../client.js'
import { permitted, ways } from '../naive.js'
import { accountEntry, allowedBy, type Doc, type Entry, inForce, type Known, projectEntry } from '../naive-estate.js'
import { catalogueOf } from '../random/coherent.js'
import { DAY } from '../random/words.js'
import { allowsNow, isGoverned, isSpoken, judged, knownAs, stoppedAccounts } from './checks.js'
import { Names } from './names.js'
import type { Ran } from './run.js'

// Does the platform, after a run, say what the documents say? Read from them once more, by the naive reading.

/** Errors that random estates may run into; any other means that the engine sees a mistake where there is none. */
const MISTAKES = new Set(['connection/declared-closed', 'state/unknown-member', 'state/unknown-manager'])

export const stoppedOddly = ({ plan }: Ran): string[] =>
  plan.findings
    .filter(({ severity, code }) => severity === 'error' && !MISTAKES.has(code))
    .map(({ code, address, message }) => `${code} at ${address}: ${message}`)

/** What Writ revokes is asked for by name, or not permitted because a document closes it. */
export function revokedInVain(ran: Ran): string[] {
  const revoked = ran.plan.impact.connections.filter(({ how }) => how === 'revoked').map(({ id }) => id)
  return ran.before.connections.flatMap((connection) => {
    if (!revoked.includes(connection.id)) return []
    const { account, isDeclared } = judged(ran, connection)
    const names = new Names(ran.before, ran.after, ran.plan)
    const project = connection.project === null ? null : names.name('projects', connection.project)
    const isAsked = ran.documents.some(
      ({ kind, ensure, account: of, app, name }) =>
        ensure === 'absent' &&
        of === account.name &&
        ((kind === 'Connection' && app === connection.app && name === connection.name) ||
          (kind === 'Project' && name === project)),
    )
    if (isAsked || ran.plan.changes.some(({ observed }) => observed)) return []
    if (permitted(ran.after, connection, isDeclared)) return [`${connection.id} is permitted and was revoked`]
    const isAsked2 = ways(ran.after, connection, isDeclared).some((way) =>
      way.closed.some((gate) => isSpoken(ran, account, way, gate)),
    )
    return isAsked2 && isGoverned(ran, account, connection.app)
      ? []
      : [`${connection.id} was revoked, and no document closes it`]
  })
}

/** Where the platform says something else than a document does, and nothing holds it. */
export function unmet(ran: Ran): string[] {
  const { documents, after, plan } = ran
  const names = new Names(ran.before, after, plan)
  const stopped = stoppedAccounts(ran)
  const excused = new Set(
    [
      ...plan.held,
      ...plan.changes.filter(({ observed }) => observed),
      // What only follows from an observed change does not happen either.
      ...plan.effects.filter(({ by }) => plan.changes[by]?.observed),
    ].map(({ address }) => address),
  )
  const apps = documents.filter(({ kind }) => kind === 'App').map(({ name }) => String(name))
  return after.accounts.flatMap((row) => {
    const account = knownAs(documents, names, names.name('accounts', row.id))
    if (stopped.has(account.name)) return []
    const wrong = (address: string, is: unknown, wanted: unknown) =>
      is === wanted || excused.has(address) ? [] : [`${address}: is ${is}, wanted ${wanted}`]
    return [
      ...wrongList(ran, account, row, wrong),
      ...apps.flatMap((app) => wrongToggles(ran, names, account, row, app, wrong)),
    ]
  })
}

type Wrong = (address: string, is: unknown, wanted: unknown) => string[]

function wrongList({ documents, before }: Ran, account: Known, row: Rows['accounts'], wrong: Wrong): string[] {
  const wanted = allowedBy(documents, account, catalogueOf(documents, before), DAY)
  if (wanted === null) return []
  const told = (list: Iterable<string> | 'all') => (list === 'all' ? 'all' : [...list].sort().join(','))
  return wrong(`account/${account.name}`, told(row.allowedApps), told(wanted))
}

const isOn = (entry: Entry): boolean => (entry.enabled ?? true) !== false && inForce(entry, DAY)

function wrongToggles(
  ran: Ran,
  names: Names,
  account: Known,
  row: Rows['accounts'],
  app: string,
  wrong: Wrong,
): string[] {
  const { after, documents } = ran
  const isAllowed = allowsNow(ran, account, app)
  // "*" opens for those that are allowed, and says nothing about the others.
  const counts = (entry: (Entry & { star: boolean }) | null): entry is Entry & { star: boolean } =>
    entry !== null && (!entry.star || !isOn(entry) || isAllowed)
  const own = accountEntry(documents, account, app)
  const live = after['account-integrations'].find((each) => each.account === row.id && each.app === app)
  const projects = after.projects.filter((each) => each.account === row.id)
  return [
    ...(counts(own) ? wrong(`account/${account.name}#integrations.${app}`, live?.enabled ?? false, isOn(own)) : []),
    ...projects.flatMap((project) => {
      const name = names.name('projects', project.id)
      const entry = projectEntry(documents, account, name, app)
      const setting = after['project-integrations'].find((each) => each.project === project.id && each.app === app)
      if (!counts(entry)) return []
      return wrong(`project/${account.name}/${name}#integrations.${app}`, setting?.enabled ?? false, isOn(entry))
    }),
    ...ofGroups(ran, names, account, row.id, app, wrong),
    ...ofPeople(ran, account, row.id, app, wrong),
  ]
}

function ofGroups(
  { documents, after }: Ran,
  names: Names,
  account: Known,
  id: string,
  app: string,
  wrong: Wrong,
): string[] {
  return after.groups.flatMap((group) => {
    if (group.account !== id) return []
    const address = names.address('groups', { ...group })
    const project = group.project === null ? undefined : names.name('projects', group.project)
    const fits = (doc: Doc) => doc.kind === 'Group' && doc.account === account.name && doc.project === project
    const doc = documents.find((each) => fits(each) && each.name === names.name('groups', group.id))
    const entry = (doc?.integrations as Record<string, Entry | boolean | 'inherit'> | undefined)?.[app]
    if (entry === undefined) return []
    const said = typeof entry === 'object' ? (inForce(entry, DAY) ? entry.enabled : false) : entry
    const setting = after['group-integrations'].find((each) => each.group === group.id && each.app === app)?.setting
    const wanted = said === 'inherit' ? 'inherit' : said ? 'on' : 'off'
    return wrong(`${address}#integrations.${app}`, setting ?? 'inherit', wanted)
  })
}

function ofPeople({ documents, after }: Ran, account: Known, id: string, app: string, wrong: Wrong): string[] {
  return after.users.flatMap((user) => {
    const doc = documents.find(
      (each) => each.kind === 'User' && each.account === account.name && each.email === user.email,
    )
    const entry = (doc?.integrations as Record<string, Entry> | undefined)?.[app]
    if (user.account !== id || entry === undefined) return []
    const blocked = after['user-integrations'].some((each) => each.user === user.id && each.app === app && each.blocked)
    return wrong(`user/${account.name}/${user.email}#integrations.${app}`, blocked, !isOn(entry))
  })
}
