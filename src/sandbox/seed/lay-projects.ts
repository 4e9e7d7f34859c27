import { sortedSet } from '../merge.js'
import { type Preset, settingId } from '../rows.js'
import type { SeedAccount, SeedGroup, SeedProject, SeedTemplate } from './format.js'
import type { Ledger, Scope } from './ledger.js'

/** Templates, projects and groups, with the two lower levels. */
export function layProjects(
  ledger: Ledger,
  { templates = [], projects = [], groups = [] }: SeedAccount,
  scope: Scope,
): void {
  const { at } = scope
  for (const [index, template] of templates.entries()) layTemplate(ledger, template, `${at}/templates/${index}`, scope)
  for (const [index, project] of projects.entries()) layProject(ledger, project, `${at}/projects/${index}`, scope)
  for (const [index, group] of groups.entries()) layGroup(ledger, group, `${at}/groups/${index}`, scope, null)
}

function layTemplate(ledger: Ledger, seed: SeedTemplate, at: string, scope: Scope): void {
  const { name, integrations = {} } = seed
  const id = ledger.id('project-templates', seed.id, at)
  scope.templates.add(name, id, at)
  ledger.demandApps(Object.keys(integrations), `${at}/integrations`)
  const presets = Object.entries(integrations).map(([app, { enabled = true, groupTypes = [] }]): [string, Preset] => {
    return [app, { enabled, groupTypes: sortedSet(groupTypes) }]
  })
  ledger.put('project-templates', { id, account: scope.id, name, integrations: Object.fromEntries(presets) })
}

function layProject(ledger: Ledger, seed: SeedProject, at: string, scope: Scope): void {
  const { name, labels = {}, state = 'active', groups = [], integrations = {} } = seed
  const id = scope.projects.id(name, at)
  const template = scope.templates.optional(seed.template, `${at}/template`)
  ledger.put('projects', { id, account: scope.id, name, labels, state, template })
  for (const [index, group] of groups.entries()) layGroup(ledger, group, `${at}/groups/${index}`, scope, { id, name })
  ledger.demandApps(Object.keys(integrations), `${at}/integrations`)
  for (const [app, { enabled = true, groups: named = [], groupTypes = [] }] of Object.entries(integrations)) {
    const addresses = named.map((group) => `${name}/${group}`)
    const chosen = scope.groups.sorted(addresses, `${at}/integrations/${app}/groups`)
    const row = { account: scope.id, project: id, app, enabled, groups: chosen, groupTypes: sortedSet(groupTypes) }
    ledger.put('project-integrations', { id: settingId(id, app), ...row })
  }
}

function layGroup(
  ledger: Ledger,
  seed: SeedGroup,
  at: string,
  scope: Scope,
  project: { id: string; name: string } | null,
): void {
  const { name, labels = {}, type = null, integrations = {} } = seed
  const id = ledger.id('groups', seed.id, at)
  const place = { account: scope.id, project: project?.id ?? null }
  scope.groups.add(project ? `${project.name}/${name}` : name, id, at)
  const members = scope.users.sorted(seed.members, `${at}/members`)
  ledger.put('groups', { id, ...place, name, labels, type, members })
  ledger.demandApps(Object.keys(integrations), `${at}/integrations`)
  for (const [app, setting] of Object.entries(integrations)) {
    ledger.put('group-integrations', { id: settingId(id, app), ...place, group: id, app, setting })
  }
}
