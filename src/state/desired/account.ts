import { KINDS } from '../../kinds/index.js'
import { desired, resource } from '../../kinds/resource.js'
import type { Desired, DesiredAccount, DesiredApps } from '../../model/desired.js'
import type { EstateDocument } from '../../model/document.js'
import type { AccountDocument, AccountSetDocument } from '../../model/generated/documents.js'
import { isIn } from '../../model/membership.js'
import type { Problem } from '../../model/problem.js'
import { children, type Resource } from '../../model/resource.js'
import type { AccountRow, GroupRow } from '../../model/snapshot.js'
import { type AllowList, resolveAllowed, takenFromNothing } from '../allowed.js'
import type { EstateIndex } from '../estate-index.js'
import { holdsOver } from '../holds.js'
import { claimedTwice, identify, indexRows, type NamedRow, type RowIndex } from '../identify.js'
import type { LiveState } from '../live.js'
import { mergeUnits, OWN, type Said, scalar, type Voice } from '../merge.js'
import { closeUnderHolds } from './closing.js'
import { tellConflicts } from './conflicts.js'
import { addConnections } from './connections.js'
import { addGroups } from './groups.js'
import { openToNobody } from './nobody.js'
import { declaredProjects } from './project-sets.js'
import { addProjects, projectUnits } from './projects.js'
import { connectionRules } from './rules.js'
import type { AccountScope } from './scope.js'
import { addAccountIntegrations } from './selection.js'
import { addTemplates } from './templates.js'
import { addUsers } from './users.js'

/** A governed account: which live row, which document of its own, which sets. */
export interface Governed {
  readonly row: AccountRow | null
  readonly document: EstateDocument<'Account'> | null
  readonly sets: readonly EstateDocument<'AccountSet'>[]
  /** Its name as it will be. */
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

export function desiredAccount(
  governed: Governed,
  index: EstateIndex,
  apps: DesiredApps,
  live: LiveState,
  day: string,
): DesiredAccount {
  const names = new Map(governed.row === null ? [] : [[governed.row.id, governed.name]])
  const documents = documentsOf(governed, index)
  const problems = governed.row === null ? [] : nameAll(governed, documents, live, names)
  const tree = () => (governed.row === null ? unborn(governed.name) : live.account(governed.row, names))
  const now = tree()
  const own = governed.document && { value: governed.document.value, source: governed.document.source, rank: OWN }
  const sets = governed.sets.map(({ value, source }) => ({ value, source, rank: value.priority ?? 0 }))
  const allowed = resolveAllowed(own, sets, index, apps.catalogue, day)
  problems.push(...emptyHanded(now, takenFromNothing(own, sets)))
  const voices: Voice<AccountDocument | AccountSetDocument>[] = own === null ? sets : [own, ...sets]
  const list = allowed?.apps ?? now.fields.allowedApps
  const scope: AccountScope = {
    index,
    live: now,
    day,
    declaredApps: new Set([...apps.apps.values()].filter(({ absent }) => !absent).map(({ key }) => key)),
    allowed: (app) => list === 'all' || isIn(list, app),
    allowedOnOtherDays: (app) => allowed?.dated.has(app) ?? false,
    ...documents,
    declared: declaredProjects({ ...documents, live: now }),
    holds: holdsOver(index.holds, now, day),
    problems,
    waiting: [],
    ...{ personal: [], wishes: [] },
  }
  const wanted = accountFields(scope, governed, voices, allowed)
  const units = projectUnits(scope)
  addTemplates(scope, wanted)
  addProjects(scope, wanted, units)
  addAccountIntegrations(scope, wanted, voices, units)
  addUsers(scope, wanted)
  addGroups(scope, wanted)
  scope.problems.push(...openToNobody(wanted, now))
  const suspended = closeUnderHolds(scope, wanted)
  addConnections(scope, wanted)
  const mode = one(scope, voices, 'mode')?.value ?? index.estate.config.mode ?? 'enforce'
  const rules = connectionRules(scope, voices)
  const { personal, wishes, waiting } = scope
  const projectSets = scope.declared.flatMap((project) => project.sets)
  return {
    ...{ wanted, live: now, copy: tree, mode, rules, personal, wishes, projectSets },
    undeclared: undeclaredIn(scope),
    ...{ holds: scope.holds, suspended, problems: scope.problems, waiting },
  }
}

/** Live projects and people that no document names and no set matches. */
function undeclaredIn({ live, declared, users }: AccountScope) {
  const projects = new Set(declared.map(({ name }) => name))
  const people = new Set(users.map(({ value }) => value.email))
  return {
    projects: [...children(live, 'project').keys()].filter((name) => !projects.has(name)),
    users: [...children(live, 'user').keys()].filter((email) => !people.has(email)),
  }
}

const unborn = (name: string): Resource<'account'> =>
  resource('account', null, name, null, { name, labels: {}, showIntegrations: false, allowedApps: [] })

type Documents = Pick<AccountScope, 'projects' | 'projectSets' | 'templates' | 'groups' | 'users' | 'connections'>

function documentsOf({ name, labels }: Governed, index: EstateIndex): Documents {
  const matching = index.templateSets.filter(({ matches }) => matches(name, labels)).map(({ document }) => document)
  return {
    projects: index.inAccount('Project', name),
    projectSets: index.projectSets.filter(({ matchesAccount }) => matchesAccount(name, labels)),
    templates: [...index.inAccount('ProjectTemplate', name), ...matching],
    groups: index.inAccount('Group', name),
    users: index.inAccount('User', name),
    connections: index.inAccount('Connection', name),
  }
}

/** Finds the live counterparts of projects, templates and groups, and notes their names as they will be, by id. */
function nameAll(
  { row, name }: Governed,
  { projects, templates, groups }: Documents,
  live: LiveState,
  names: Map<string, string>,
): Problem[] {
  if (row === null) return []
  const account = KINDS.account.address('', name)
  const liveProjects = live.rows('projects', row.id)
  const problems = [
    ...nameThem(projects, liveProjects, names, ({ value }) => KINDS.project.address(account, value.name)),
    ...nameThem(templates, live.rows('project-templates', row.id), names, ({ value }) =>
      KINDS.template.address(account, value.name),
    ),
  ]
  if (groups.length === 0) return problems
  const projectName = new Map(liveProjects.map((project) => [project.id, names.get(project.id) ?? project.name]))
  const siblings = groupsByProject(live.rows('groups', row.id), projectName)
  for (const document of groups) {
    const { project, name: group } = document.value
    const parent = project === undefined ? account : KINDS.project.address(account, project)
    const rows = siblings.get(project ?? null) ?? indexRows<GroupRow>([])
    problems.push(...nameOne(document, rows, names, KINDS.group.address(parent, group)))
  }
  return problems
}

/** Live groups under the name that their project will have; under null those that have none. */
function groupsByProject(
  groups: readonly GroupRow[],
  projectName: ReadonlyMap<string, string>,
): Map<string | null | undefined, RowIndex<GroupRow>> {
  const grouped = new Map<string | null | undefined, GroupRow[]>()
  for (const group of groups) {
    const project = group.project && projectName.get(group.project)
    const siblings = grouped.get(project)
    if (siblings === undefined) grouped.set(project, [group])
    else siblings.push(group)
  }
  return new Map([...grouped].map(([project, rows]) => [project, indexRows(rows)]))
}

function nameThem<D extends EstateDocument & { readonly value: { readonly name: string } }>(
  documents: readonly D[],
  rows: readonly NamedRow[],
  names: Map<string, string>,
  address: (document: D) => string,
): Problem[] {
  if (documents.length === 0) return []
  const index = indexRows(rows)
  return documents.flatMap((document) => nameOne(document, index, names, address(document)))
}

function nameOne(
  document: EstateDocument & { readonly value: { readonly name: string } },
  rows: RowIndex<NamedRow>,
  names: Map<string, string>,
  address: string,
): Problem[] {
  const { row, problems } = identify(document, address, rows)
  if (row === null) return [...problems]
  if (names.has(row.id)) return [...problems, claimedTwice(document, address, row.id)]
  names.set(row.id, document.value.name)
  return [...problems]
}

function accountFields(
  scope: AccountScope,
  { document, name }: Governed,
  voices: readonly Voice<AccountDocument | AccountSetDocument>[],
  allowed: AllowList | null,
): Desired<'account'> {
  const showIntegrations = one(scope, voices, 'showIntegrations')
  const labels = document?.value.labels
  const own = document === null ? [] : [{ source: document.source, path: [] }]
  const fields = {
    ...(document === null ? {} : { name }),
    ...(labels === undefined ? {} : { labels }),
    ...(showIntegrations === null ? {} : { showIntegrations: showIntegrations.value }),
    ...(allowed === null ? {} : { allowedApps: allowed.apps }),
  }
  const said = {
    '*': own,
    name: own.map((each) => ({ ...each, path: ['name'] })),
    labels: labels === undefined ? [] : own.map((each) => ({ ...each, path: ['labels'] })),
    showIntegrations: showIntegrations === null ? [] : [showIntegrations.statement],
    allowedApps: allowed?.statements ?? [],
  }
  if (allowed?.frozen) scope.problems.push(frozen(scope, allowed))
  const because = allowed === null ? {} : { because: { allowedApps: allowed.because } }
  return desired('account', null, name, { fields, said, ...because, absent: document?.value.ensure === 'absent' })
}

/** Documents are checked for this by themselves; which sets match may depend on what lives. */
const emptyHanded = ({ address }: Resource, statements: Problem['statements']): Problem[] => {
  const message = 'what is allowed here takes something away, and no document or set says what is allowed'
  return statements.length === 0 ? [] : [{ code: 'allowed/nothing', severity: 'error', address, message, statements }]
}

const frozen = (scope: AccountScope, allowed: AllowList): Problem => ({
  code: 'allowed/frozen',
  severity: 'info',
  address: scope.live.address,
  message: 'all apps but the excepted ones became a list: apps added to the catalogue later are not covered',
  statements: allowed.statements,
})

/** One scalar of the account: its own, else the set's with the highest priority. */
function one<F extends 'mode' | 'showIntegrations'>(
  scope: AccountScope,
  voices: readonly Voice<AccountDocument | AccountSetDocument>[],
  field: F,
): Said<NonNullable<AccountDocument[F]>> | null {
  const { units, conflicts } = mergeUnits(voices, (document) => scalar(document[field], field))
  tellConflicts(scope, conflicts)
  return (units.get(field) as Said<NonNullable<AccountDocument[F]>> | undefined) ?? null
}
