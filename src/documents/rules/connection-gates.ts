import type { EstateDocument } from '../../model/document.js'
import { diagnosticIn, type Place, relatedTo } from '../complain.js'
import type { Draft } from '../draft.js'
import type { Rule } from './rule.js'

type Connection = EstateDocument<'Connection'>
interface Closed {
  readonly gate: string
  readonly by: Place
}

/** A connection that is declared under a gate that the estate itself closes: the two cannot both be meant. */
export const connectionGates: Rule = function* connectionGates(draft) {
  const apps = new Map(draft.of('App').map((each) => [each.value.name, each]))
  const projects = new Map(draft.of('Project').map((each) => [`${each.value.account} ${each.value.name}`, each]))
  const users = new Map(draft.of('User').map((each) => [`${each.value.account} ${each.value.email}`, each]))
  for (const connection of draft.of('Connection')) {
    const { account, app, name, project, owner, ensure } = connection.value
    if (ensure === 'absent') continue
    const closed =
      registry(apps.get(app)) ??
      accountGates(draft, draft.account(account), connection) ??
      projectGate(draft, projects.get(`${account} ${project}`), app) ??
      personGate(draft, users.get(`${account} ${owner}`), app)
    if (closed) yield complain(connection, name, closed)
  }
}

const registry = (app: EstateDocument<'App'> | undefined): Closed | undefined =>
  app?.value.state === 'inactive' ? { gate: 'registry', by: { source: app.source, path: ['state'] } } : undefined

function accountGates(
  draft: Draft,
  account: EstateDocument<'Account'> | undefined,
  { value }: Connection,
): Closed | undefined {
  if (!account) return undefined
  const view = draft.view(account)
  if (view.allows(value.app) === 'no')
    return { gate: 'allowed', by: { source: account.source, path: ['allowedApps'], part: 'key' } }
  const stated = view.entry(value.app)
  if (!stated) return undefined
  const { enabled, projects } = stated.entry
  const leftOut = Array.isArray(projects) && value.project !== undefined && !projects.includes(value.project)
  return enabled && draft.isOpen(stated.entry) && !leftOut ? undefined : { gate: 'account', by: stated.place }
}

function projectGate(draft: Draft, project: EstateDocument<'Project'> | undefined, app: string): Closed | undefined {
  const integrations = project?.value.integrations
  const entry = integrations?.[app]
  return project && entry && !(entry.enabled && draft.isOpen(entry))
    ? { gate: 'project', by: { source: project.source, path: ['integrations', app], part: 'key' } }
    : undefined
}

/** Dates of a person's entry that says nothing else close it too: outside them it reads as off. */
function personGate(draft: Draft, user: EstateDocument<'User'> | undefined, app: string): Closed | undefined {
  const entry = user?.value.integrations?.[app]
  return user && entry && (entry.enabled === false || !draft.isOpen(entry))
    ? { gate: 'person', by: { source: user.source, path: ['integrations', app], part: 'key' } }
    : undefined
}

function complain({ source }: Connection, name: string, { gate, by }: Closed) {
  const message = `the connection ${name} is declared under a gate that the estate closes: ${gate}`
  const related = [relatedTo(by, 'closed here')]
  const help = 'Open the gate, or remove this document.'
  return diagnosticIn({ source, path: ['name'] }, { code: 'conflict/connection', message, help, related })
}
