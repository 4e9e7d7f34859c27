import { ofAccount, ofAccountLevel, ofTemplates } from './expected/accounts.js'
import { ofConnections } from './expected/connections.js'
import { ofExistence } from './expected/existence.js'
import type { Fact, Here } from './expected/fact.js'
import { ofPeople } from './expected/people.js'
import { ofGroups, ofProjects } from './expected/projects.js'
import { ofRegistry } from './expected/registry.js'
import { accountOf, isDeclaredAccount, stoppedAccounts } from './judged.js'
import type { Ran } from './run.js'
import { rowOf } from './trail.js'

// Does the platform, after a run, say what the documents say? Read from them once more, by the naive reading.

/** Errors that random estates may run into; any other means that the engine sees a mistake where there is none. */
const MISTAKES = new Set(['connection/declared-closed', 'state/unknown-member', 'state/unknown-manager'])

export const stoppedOddly = ({ plan }: Ran): string[] =>
  plan.findings
    .filter(({ severity, code }) => severity === 'error' && !MISTAKES.has(code))
    .map(({ code, address, message }) => `${code} at ${address}: ${message}`)

/** Where the platform says something else than a document does, and nothing holds it. */
export function unmet(ran: Ran): string[] {
  const { documents, after, plan } = ran
  const stopped = stoppedAccounts(ran)
  const excused = new Set(
    [
      ...plan.held,
      ...plan.changes.filter(({ observed }) => observed),
      // What only follows from an observed change does not happen either.
      ...plan.effects.filter(({ by }) => plan.changes[by]?.observed),
    ].map(({ address }) => address),
  )
  const apps = documents.filter(({ kind, ensure }) => kind === 'App' && !ensure).map(({ name }) => String(name))
  const here = after.accounts
    .map((row): Here => ({ ran, account: accountOf(ran, row.id), row, apps }))
    .filter(({ account }) => isDeclaredAccount(documents, account) && !stopped.has(account.name))
  const all: Fact[] = [...ofRegistry(ran), ...ofExistence(ran), ...here.flatMap(ofOneAccount)]
  return all
    .filter(({ is, wanted }) => is !== wanted)
    .filter(({ address }) => !isStopped(stopped, address) && !excused.has(rowOf(address)) && !excused.has(address))
    .map(({ address, what, is, wanted }) => `${address}: ${what} is ${is}, wanted ${wanted}`)
}

const ofOneAccount = (here: Here): Fact[] => [
  ...ofAccount(here),
  ...here.apps.flatMap((app) => ofAccountLevel(here, app)),
  ...ofTemplates(here),
  ...ofProjects(here),
  ...ofGroups(here),
  ...ofPeople(here),
  ...ofConnections(here),
]

const isStopped = (stopped: ReadonlySet<string>, address: string): boolean => {
  const [kind, account = ''] = address.split('#')[0]?.split('/') ?? []
  return kind !== 'app' && stopped.has(account)
}
