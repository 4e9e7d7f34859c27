import { KINDS } from '../kinds/index.js'
import { type Address, integrationsAddress } from '../model/address.js'
import { type Desired, type DesiredAccount, wanted } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import { child, children, type Resource } from '../model/resource.js'
import { type Gate, isUnder, type Question } from './gates.js'

/** What the estate says, as far as the gates read it. */
export interface Speaking {
  readonly desired: Pick<DesiredAccount, 'wanted' | 'holds'>
  readonly wantedApps: ReadonlyMap<string, Desired<'app'>>
}

/** The statements of documents that a gate reads: with none of them, live settings alone close it. */
export function statementsOf({ desired, wantedApps }: Speaking, gate: Gate, question: Question): Statement[] {
  const { app, project, user } = question
  const declaredProject = project === null ? undefined : wanted(desired.wanted, 'project').get(project.key)
  switch (gate) {
    case 'registry':
      return said(wantedApps.get(app), 'state', 'settings')
    case 'allowed':
      return said(desired.wanted, 'allowedApps')
    case 'account':
      return [...said(wanted(desired.wanted, 'account-integration').get(app), '*'), ...archiving(declaredProject)]
    case 'project':
      return said(wanted(declaredProject, 'project-integration').get(app), '*')
    case 'group':
      return groupStatements(project === null ? desired.wanted : declaredProject, app)
    case 'person':
      return user === null
        ? []
        : said(wanted(wanted(desired.wanted, 'user').get(user), 'user-integration').get(app), '*')
    case 'menu':
      return said(desired.wanted, 'showIntegrations')
    case 'hold':
      return desired.holds.filter((hold) => isUnder(hold, question)).map(({ statement }) => statement)
    default:
      return []
  }
}

/** An archived project counts as left out of every selection. */
const archiving = (project: Desired<'project'> | undefined): Statement[] =>
  project?.fields.state === 'archived' ? said(project, 'state') : []

/** The project's groups or types, a group's own setting, or its members. */
function groupStatements(place: Desired | undefined, app: string): Statement[] {
  const setting = wanted(place, 'project-integration').get(app)
  const lists =
    setting !== undefined && ('groups' in setting.fields || 'groupTypes' in setting.fields) ? said(setting, '*') : []
  const groups = [...wanted(place, 'group').values()].flatMap((group) => [
    ...said(wanted(group, 'group-integration').get(app), '*'),
    ...said(group, 'members'),
    ...(group.absent ? said(group, '*') : []),
  ])
  return [...lists, ...groups]
}

const said = (of: Desired | undefined, ...fields: readonly string[]): Statement[] =>
  fields.flatMap((field) => of?.said[field] ?? [])

/** The addresses whose live values a gate reads. */
export function addressesOf(gate: Gate, { account, app, project, user }: Question): Address[] {
  switch (gate) {
    case 'registry':
      return [KINDS.app.address('', app)]
    case 'allowed':
    case 'menu':
      return [account.address]
    case 'account':
      return [integrationsAddress(account.address, app), ...(project === null ? [] : [project.address])]
    case 'project':
      return project === null ? [] : [integrationsAddress(project.address, app)]
    case 'group':
      return groupAddresses(project ?? account, app)
    case 'person':
      return user === null ? [] : [integrationsAddress(KINDS.user.address(account.address, user), app)]
    default:
      return []
  }
}

const groupAddresses = (place: Resource, app: string): Address[] => [
  integrationsAddress(place.address, app),
  ...[...children(place, 'group').values()].flatMap((group) => [
    group.address,
    ...(child(group, 'group-integration', app) === undefined ? [] : [integrationsAddress(group.address, app)]),
  ]),
]
