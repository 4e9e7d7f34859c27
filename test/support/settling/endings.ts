import { isLive, permitted } from '../naive.js'
import { isWaived } from '../naive-covers.js'
import type { Doc } from '../naive-estate.js'
import { type Breach, breachesOf, tooMany } from '../naive-rules.js'
import { DAY } from '../random/words.js'
import {
  aboutConnection,
  connectionDoc,
  isGoverned,
  isObserving,
  type JudgedHere,
  judge,
  stoppedAccounts,
} from './judged.js'
import type { Ran } from './run.js'

// Who ends and who lives, connection by connection, by the naive reading of gates and rules.

/** L13 and all else that must not end what stays permitted. */
export function lostInVain(ran: Ran): string[] {
  return endedIn(ran).flatMap((judged) => {
    const { row } = judged
    const wasRevoked = ran.plan.impact.connections.some(({ id, how }) => id === row.id && how === 'revoked')
    if (wasRevoked || !judged.permitted || isInWhatGoes(ran, judged)) return []
    const isDeclared = connectionDoc(ran, judged.account, row) !== undefined
    return permitted(ran.before, row, isDeclared) ? [`${row.id} was and is permitted, and the platform ended it`] : []
  })
}

/** What Writ revokes is asked for by name, not permitted because a document closes it, or breaks a rule. */
export function revokedInVain(ran: Ran): string[] {
  const surplus = surplusBefore(ran)
  return endedIn(ran).flatMap((judged) => {
    const { row, account } = judged
    const isRevoked = ran.plan.impact.connections.some(({ id, how }) => id === row.id && how === 'revoked')
    if (!isRevoked || isInWhatGoes(ran, judged) || makesWay(ran, judged) || connectionDoc(ran, account, row, 'absent'))
      return []
    // What a plan only observes may be what closes.
    if (ran.plan.changes.some(({ observed }) => observed)) return []
    const breaches = unaccepted(ran, judged).filter(({ act }) => act === 'revoke')
    if (isGoverned(ran, account, row.app) && (breaches.length > 0 || surplus.has(row.id))) return []
    return [`${row.id} was revoked, and breaks ${JSON.stringify(breachesOf(judged.rules, judged, DAY))}`]
  })
}

/** What lives on though a document closes its way or a rule ends it, and nothing excuses it. */
export function leftOpen(ran: Ran): string[] {
  const judged = livingOn(ran)
  const surplus = new Set(byAccount(judged).flatMap((all) => tooMany(all[0]?.rules ?? {}, all)))
  return judged.flatMap((each) => {
    const { row, ways } = each
    if (isKept(ran, each)) return []
    const breaches = unaccepted(ran, each).filter(({ act }) => act === 'revoke')
    const isTooMany = surplus.has(each) && each.standing !== 'wanted' && !accepts(ran, each, 'connection/too-many')
    const codes = [...breaches.map(({ code }) => code), ...(isTooMany ? ['connection/too-many'] : [])]
    const closed = ways.map((way) => way.closed.join('+')).join(' | ')
    return codes.length > 0 ? [`${row.id} lives on: ${codes.join(', ')}; closed ${closed}`] : []
  })
}

const CODES = new Set(
  ['undeclared', 'permissions', 'external-domain', 'idle', 'person-account', 'unpermitted'].map(
    (code) => `connection/${code}`,
  ),
)

/** What breaks a rule that says report is told, and nothing else is. */
export function toldOtherwise(ran: Ran): string[] {
  const { findings, changes } = ran.plan
  // What is only observed is told as if it were done.
  if (changes.some(({ observed }) => observed)) return []
  // Of what this very run connects, the next plan tells.
  const lived = new Set(ran.before.connections.map(({ id }) => id))
  return livingOn(ran).flatMap((judged) => {
    const { id } = judged.row
    if (!lived.has(id)) return []
    const told = findings.filter(({ severity, address }) => severity === 'warning' && address === `connection/${id}`)
    const found = told.map(({ code }) => code).filter((code) => CODES.has(code))
    const due = unaccepted(ran, judged).flatMap(({ act, code }) => (act === 'report' ? [code] : []))
    if (isKept(ran, judged)) return []
    return [
      ...due.filter((code) => !found.includes(code)).map((code) => `${code} ${id} is not told`),
      ...found.filter((code) => !due.includes(code)).map((code) => `${code} ${id} is told and is not so`),
    ]
  })
}

/** Live connections that ended, judged by what the platform is now. */
function endedIn(ran: Ran): JudgedHere[] {
  const lives = new Set(ran.after.connections.map(({ id }) => id))
  return ran.before.connections.filter((row) => isLive(row) && !lives.has(row.id)).map((row) => judge(ran, row))
}

/** Live connections of governed apps that rules are for: not where an error stops everything, nor where Writ only watches. */
export function livingOn(ran: Ran): JudgedHere[] {
  const stopped = stoppedAccounts(ran)
  return ran.after.connections
    .filter(isLive)
    .map((row) => judge(ran, row))
    .filter(
      ({ account, row }) =>
        !stopped.has(account.name) && !isObserving(ran, account) && isGoverned(ran, account, row.app),
    )
}

/** Breaches that no Waiver accepts. */
const unaccepted = (ran: Ran, judged: JudgedHere): Breach[] =>
  breachesOf(judged.rules, judged, DAY).filter(({ code }) => !accepts(ran, judged, code))

const accepts = (ran: Ran, { account, row }: JudgedHere, code: string): boolean =>
  isWaived(ran.documents, code, aboutConnection(ran, account, row), DAY)

/** Protected, in use by a workflow, or open again as soon as what is only observed is done. */
function isKept({ plan, before }: Ran, { row, account, rules }: JudgedHere): boolean {
  const isUsed = before.workflows.some(({ connections }) => connections.includes(row.id))
  const isHeld = plan.held.some(({ address, reason }) => address === `connection/${row.id}` && reason === 'protected')
  const above = [`app/${row.app}`, `account/${account.name}`]
  const isMeant = plan.changes.some(({ address, observed }) => observed && above.includes(address))
  return isMeant || isHeld || (isUsed && rules.inUse !== 'revoke')
}

/** A group goes only once no connection names it; a way through a project that goes is closed by what removes it. */
function makesWay({ documents, after }: Ran, { row, account }: JudgedHere): boolean {
  const use = row.usableBy === 'everyone' ? [] : row.usableBy.groups
  if (use.some((id) => !after.groups.some((group) => group.id === id))) return true
  const isGoing = ({ kind, ensure, account: of }: Doc) =>
    kind === 'Project' && ensure === 'absent' && of === account.name
  return row.project === null && documents.some(isGoing)
}

/** Removing a project, a person, an account or an app ends what stands in it or is theirs. */
function isInWhatGoes({ documents, names, after }: Ran, { row, account }: JudgedHere): boolean {
  const project = row.project === null ? null : names.name('projects', row.project)
  const owner = row.owner === null ? null : names.email(row.owner)
  const use = row.usableBy === 'everyone' ? [] : row.usableBy.groups
  // A group goes only once no connection names it.
  if (use.some((id) => !after.groups.some((group) => group.id === id))) return true
  return documents.some((doc) => {
    if (doc.ensure !== 'absent') return false
    if (doc.kind === 'App') return doc.name === row.app
    if (doc.kind === 'Account') return doc.name === account.name
    const isOfIt = (doc.kind === 'Project' && doc.name === project) || (doc.kind === 'User' && doc.email === owner)
    return doc.account === account.name && isOfIt
  })
}

const byAccount = (all: readonly JudgedHere[]): JudgedHere[][] => [
  ...all
    .reduce((sorted, each) => {
      return sorted.set(each.row.account, [...(sorted.get(each.row.account) ?? []), each])
    }, new Map<string, JudgedHere[]>())
    .values(),
]

/** Of those that live, and those that were revoked, whoever stands beyond the limit. */
function surplusBefore(ran: Ran): Set<string> {
  const revoked = new Set(ran.plan.impact.connections.filter(({ how }) => how === 'revoked').map(({ id }) => id))
  const alive = endedIn(ran).filter(({ row }) => revoked.has(row.id))
  const staying = alive.filter((each) => !unaccepted(ran, each).some(({ act }) => act === 'revoke'))
  const all = byAccount([...livingOn(ran), ...staying])
  return new Set(all.flatMap((each) => tooMany(each[0]?.rules ?? {}, each).map(({ row }) => row.id)))
}
