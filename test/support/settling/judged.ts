import type { Rows } from '../client.js'
import { type State, type Way, ways } from '../naive.js'
import { holdsOver } from '../naive-covers.js'
import { allowedBy, type Doc, inForce, type Known, ownDoc, projectSetsOf, setsOf } from '../naive-estate.js'
import { type Judged, type Rules, rulesOf, type Standing } from '../naive-rules.js'
import { catalogueOf } from '../random/catalogue.js'
import { DAY, type Dated } from '../random/words.js'
import type { Names } from './names.js'
import type { Ran } from './run.js'
import { isSpoken } from './spoken.js'

// What the checks share: how documents stand to an account, an app, a connection.

/** Sets match labels as they will be: a declared key over the live one. */
export function knownAs(documents: readonly Doc[], names: Names, name: string): Known {
  return { name, labels: { ...names.account(name)?.labels, ...(ownDoc(documents, name)?.labels as object) } }
}

/** A project as sets see it. */
export function knownProject({ documents, names }: Ran, account: string, name: string): Known {
  const own = documents.find((doc) => doc.kind === 'Project' && doc.account === account && doc.name === name)
  return { name, labels: { ...names.project(account, name)?.labels, ...(own?.labels as object) } }
}

export const accountOf = (ran: Ran, id: string): Known =>
  knownAs(ran.documents, ran.names, ran.names.name('accounts', id))

/** A declared app, in an account that a document or set declares. */
export function isGoverned({ documents }: Ran, account: Known, app: string): boolean {
  const isDeclared = documents.some(({ kind, name, ensure }) => kind === 'App' && name === app && !ensure)
  return isDeclared && isDeclaredAccount(documents, account)
}

/** Undeclared accounts are never touched, whatever sets of projects match there. */
export const isDeclaredAccount = (documents: readonly Doc[], account: Known): boolean =>
  ownDoc(documents, account.name) !== undefined || setsOf(documents, account).length > 0

/** Is the app in the account's allow-list as it is to be, or as it lives where nobody says? */
export function allowsNow({ documents, before, names }: Ran, account: Known, app: string): boolean {
  const stated = allowedBy(documents, account, catalogueOf(documents, before), DAY)
  const list = stated ?? names.account(account.name)?.allowedApps ?? []
  return list === 'all' || [...list].includes(app)
}

/** Accounts in which an error that only live state reveals stops everything, by every name that they go by. */
export function stoppedAccounts({ plan, names, documents, before }: Ran): Set<string> {
  const errors = plan.findings.filter(({ severity }) => severity === 'error')
  const told = errors.map(({ address }) => {
    const [kind, first = '', second] = address.split('#')[0]?.split('/') ?? []
    if (kind !== 'connection' || second !== undefined) return first
    return names.name('accounts', names.row('connections', first)?.account ?? null)
  })
  // What was to be renamed keeps its name.
  const renamed = documents.flatMap(({ kind, name, formerly, id }) => {
    const was = formerly ?? before.accounts.find((row) => row.id === id)?.name
    return kind === 'Account' && was !== undefined ? [[String(name), String(was)]] : []
  })
  return new Set([...told, ...renamed.filter((both) => both.some((name) => told.includes(name))).flat()])
}

/** Under `mode: observe` nothing is written (E19): the nearest mode wins. */
export function isObserving({ documents, config }: Ran, account: Known): boolean {
  const speakers = [ownDoc(documents, account.name), ...setsOf(documents, account)]
  return (speakers.find((doc) => doc?.mode !== undefined)?.mode ?? config.mode) === 'observe'
}

/** A connection before its judges, in a state of the platform. */
export interface JudgedHere extends Judged {
  account: Known
  rules: Rules
  ways: Way[]
}

export function judge(ran: Ran, row: Rows['connections'], state: State = ran.after): JudgedHere {
  const { documents } = ran
  const account = accountOf(ran, row.account)
  const standing = standingOf(ran, account, row)
  const isDeclared = connectionDoc(ran, account, row) !== undefined
  const all = ways(state, row, isDeclared).map((way) => ({
    ...way,
    closed: isHeldShut(ran, account, row, way.question.project) ? [...way.closed, 'hold' as const] : way.closed,
  }))
  const isPermitted = all.some(({ closed }) => closed.length === 0)
  const permissions = documents.find((doc) => doc.kind === 'App' && doc.name === row.app)?.permissions
  const people = [...state.users, ...state.invitations].filter((each) => each.account === row.account)
  return {
    row,
    account,
    standing,
    ways: all,
    permitted: isPermitted,
    closedByDocument: !isPermitted && all.some((way) => way.closed.some((gate) => isSpoken(ran, account, way, gate))),
    people: new Set(people.map(({ email }) => email.toLowerCase())),
    permissions: permissions as Judged['permissions'],
    rules: rulesOf(documents, account),
  }
}

/** A Hold with `close: true` closes its gate to what lives. */
const isHeldShut = (ran: Ran, account: Known, row: Rows['connections'], project: string | null): boolean =>
  holdsOver(ran.documents, aboutConnection(ran, account, row, project), DAY, true).length > 0

export const aboutConnection = (
  { names }: Ran,
  account: Known,
  { app, owner, name, id, ...row }: Rows['connections'],
  project: string | null = row.project,
) => ({
  ...{ account: account.name, app, connection: [name, id] },
  project: project === null ? null : names.name('projects', project),
  user: owner === null ? null : names.email(owner),
})

/** The Connection document of a live connection: by id alone where it has one, else by app and name. */
export const connectionDoc = (
  { documents }: Ran,
  account: Known,
  { id, app, name }: Rows['connections'],
  ensure?: 'absent',
): Doc | undefined =>
  documents.find(
    (doc) =>
      doc.kind === 'Connection' &&
      doc.ensure === ensure &&
      doc.account === account.name &&
      (doc.id === undefined ? doc.app === app && [doc.name, doc.formerly].includes(name ?? '\n') : doc.id === id),
  )

interface PersonalEntry extends Dated {
  enabled?: boolean
  externalAccount?: string
}

function standingOf(ran: Ran, account: Known, row: Rows['connections']): Standing {
  if (connectionDoc(ran, account, row) !== undefined) return 'wanted'
  if (row.name !== null || row.owner === null) return 'undeclared'
  const email = ran.names.email(row.owner)
  const own = ran.documents.find(
    (doc) => doc.kind === 'User' && doc.account === account.name && doc.email === email && !doc.ensure,
  )
  const entry = (own?.integrations as Record<string, PersonalEntry> | undefined)?.[row.app]
  if (entry === undefined || entry.enabled === false || !inForce(entry, DAY)) return 'undeclared'
  const wanted = entry.externalAccount?.toLowerCase()
  return wanted !== undefined && wanted === row.externalAccount?.toLowerCase() ? 'wanted' : 'named'
}

/** Declared by a document of its own, or by a set that matches it. */
export function isDeclaredProject(ran: Ran, account: Known, name: string): boolean {
  const isOwn = ran.documents.some(
    (doc) => doc.kind === 'Project' && doc.account === account.name && doc.name === name && !doc.ensure,
  )
  return isOwn || projectSetsOf(ran.documents, account, knownProject(ran, account.name, name)).length > 0
}
