import type { EstateDocument, Path } from '../model/document.js'
import type { AllowedApps, Covers, DocumentOf } from '../model/generated/documents.js'
import { appOf } from './packages.js'

/** What one document says of another: a name, and where it stands. `account` and `project` are those that it is looked for in. */
export interface Named {
  readonly kind: 'App' | 'Package' | 'Account' | 'Project' | 'Group' | 'ProjectTemplate'
  readonly name: string
  readonly path: Path
  readonly part?: 'key'
  readonly account?: string
  readonly project?: string | undefined
}

/** Every name of another thing in a document. */
export function namedIn({ value }: EstateDocument): Named[] {
  const named: Named[] = []
  const owner = 'account' in value ? value.account : undefined
  if (owner !== undefined) named.push({ kind: 'Account', name: owner, path: ['account'] })
  if ('integrations' in value) named.push(...appKeys(value.integrations ?? {}))
  if ('allowedApps' in value && value.allowedApps) named.push(...listed(value.allowedApps))
  switch (value.kind) {
    case 'Package':
      return [...named, ...inPackage(value)]
    case 'Account':
      return [...named, ...selected(value, value.name), ...serviceAccounts(value)]
    case 'AccountSet':
      return [...named, ...selected(value), ...serviceAccounts(value)]
    case 'Project':
      return [...named, ...inProject(value)]
    case 'ProjectSet':
      return [...named, ...groupsIn(value)]
    case 'Group':
      return [...named, ...inAccount(value.account, value.project, ['project'])]
    case 'User':
      return [
        ...named,
        ...(value.projects ?? []).flatMap((name, at) => inAccount(value.account, name, ['projects', at])),
      ]
    case 'Connection':
      return [...named, ...inConnection(value)]
    case 'Waiver':
    case 'Hold':
      return [...named, ...covered(value.covers)]
    default:
      return named
  }
}

const appKeys = (integrations: object): Named[] =>
  Object.keys(integrations)
    .filter((name) => name !== '*')
    .map((name) => ({ kind: 'App', name, path: ['integrations', name], part: 'key' }))

const packagesAt = (names: readonly string[] | undefined, path: Path): Named[] =>
  (names ?? []).map((name, at) => ({ kind: 'Package', name, path: [...path, at] }))

const appsAt = (entries: AllowedApps['apps'], path: Path): Named[] =>
  (entries ?? []).map((entry, at) => ({
    kind: 'App',
    name: appOf(entry),
    path: typeof entry === 'string' ? [...path, at] : [...path, at, 'app'],
  }))

const listed = ({ packages, apps, except }: AllowedApps): Named[] => [
  ...packagesAt(packages, ['allowedApps', 'packages']),
  ...appsAt(apps, ['allowedApps', 'apps']),
  ...appsAt(except, ['allowedApps', 'except']),
]

const inPackage = ({ includes, apps }: DocumentOf<'Package'>): Named[] => [
  ...packagesAt(includes, ['includes']),
  ...appsAt(apps, ['apps']),
]

/** Projects that entries select; in a set, of whichever account. */
function selected({ integrations }: DocumentOf<'Account' | 'AccountSet'>, account?: string): Named[] {
  return Object.entries(integrations ?? {}).flatMap(([app, { projects }]) => {
    if (!Array.isArray(projects)) return []
    return projects.map((name, at): Named => {
      const path = ['integrations', app, 'projects', at]
      return { kind: 'Project', name, path, ...(account === undefined ? {} : { account }) }
    })
  })
}

const serviceAccounts = ({ connections }: DocumentOf<'Account' | 'AccountSet'>): Named[] =>
  (connections?.requireServiceAccount ?? []).map((name, at) => ({
    kind: 'App',
    name,
    path: ['connections', 'requireServiceAccount', at],
  }))

const inAccount = (account: string, project: string | undefined, path: Path): Named[] =>
  project === undefined ? [] : [{ kind: 'Project', name: project, account, path }]

/** The groups that entries name, in their project; of a set, in whichever project it matches. */
const groupsIn = (
  { integrations }: DocumentOf<'Project' | 'ProjectSet'>,
  place: Pick<Named, 'account' | 'project'> = {},
): Named[] =>
  Object.entries(integrations ?? {}).flatMap(([app, entry]) =>
    (entry.groups ?? []).map((name, at): Named => {
      return { kind: 'Group', name, ...place, path: ['integrations', app, 'groups', at] }
    }),
  )

function inProject(document: DocumentOf<'Project'>): Named[] {
  const { account, name, template } = document
  const groups = groupsIn(document, { account, project: name })
  return template === undefined
    ? groups
    : [{ kind: 'ProjectTemplate', name: template, account, path: ['template'] }, ...groups]
}

function inConnection({ account, app, project, usableBy }: DocumentOf<'Connection'>): Named[] {
  const groups = typeof usableBy === 'object' ? (usableBy.groups ?? []) : []
  return [
    { kind: 'App', name: app, path: ['app'] },
    ...inAccount(account, project, ['project']),
    ...groups.map((text, at) => ({
      ...groupIn(text),
      kind: 'Group' as const,
      account,
      path: ['usableBy', 'groups', at],
    })),
  ]
}

/** Of what lives on without a document a finding may still tell, so that only accounts and apps must be declared. */
const covered = ({ account, app }: Covers): Named[] => [
  ...(account === undefined ? [] : [{ kind: 'Account', name: account, path: ['covers', 'account'] } as const]),
  ...(app === undefined ? [] : [{ kind: 'App', name: app, path: ['covers', 'app'] } as const]),
]

/** `apollo/engineering` is a group of a project; `engineering` one of the account. */
function groupIn(text: string): { name: string; project?: string } {
  const at = text.indexOf('/')
  return at < 0 ? { name: text } : { name: text.slice(at + 1), project: text.slice(0, at) }
}
