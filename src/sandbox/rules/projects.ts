import { closeProject, joinSelections, leaveSelections } from '../cascades.js'
import { patchRow } from '../merge.js'
import { newId } from '../platform.js'
import { type ProjectRow, settingId } from '../rows.js'
import { accountSetting } from '../settings.js'
import type { Write } from '../write.js'
import type { Behaviour } from './behaviour.js'
import {
  accountNamed,
  demandFreeName,
  demandLabelRight,
  demandNoConnections,
  demandRows,
  demandUnused,
} from './references.js'

/** Projects: new ones join selections (L2) and take their template's presets (L7); archived ones are closed. */
export const projects: Behaviour<'projects'> = {
  create: { schema: 'ProjectCreate', run: create },
  update: { schema: 'ProjectUpdate', run: update },
  remove,
}

function create(write: Write, body: Pick<ProjectRow, 'account' | 'name'> & Partial<ProjectRow>): ProjectRow {
  const { account, name, template = null } = body
  demandLabelRight(write.actor, body.labels)
  accountNamed(write.store, account)
  if (template !== null) {
    demandRows(
      write.store,
      'project-templates',
      [template],
      () => '/template',
      (row) => row.account === account,
    )
  }
  demandFreeName(write.store, 'projects', { account, name })
  const silent = { labels: {}, state: 'active', template } as const
  const project = write.create('projects', { ...silent, ...body, id: newId(write.platform, 'projects') })
  if (project.state === 'active') joinSelections(write, account, project.id)
  applyTemplate(write, project)
  return project
}

/** L7: presets whose account level is open for this project; the others stay shut. */
function applyTemplate(write: Write, project: ProjectRow): void {
  const template = project.template === null ? undefined : write.store.get('project-templates', project.template)
  for (const [app, { enabled, groupTypes }] of Object.entries(template?.integrations ?? {})) {
    const level = accountSetting(write.store, project.account, app)
    if (!level.enabled || !level.projects.includes(project.id)) continue
    const id = settingId(project.id, app)
    const { account } = project
    const row = { id, account, project: project.id, app, enabled, groups: [], groupTypes }
    write.create('project-integrations', row, 'platform')
  }
}

/** Un-archiving brings nothing back. */
function update(write: Write, project: ProjectRow, body: Partial<ProjectRow>): ProjectRow {
  demandLabelRight(write.actor, body.labels)
  const after = patchRow(project, body)
  demandFreeName(write.store, 'projects', { account: project.account, name: after.name }, project.id)
  const row = write.update('projects', project, after)
  if (project.state === 'active' && row.state === 'archived') closeProject(write, project.account, project.id)
  return row
}

function remove(write: Write, project: ProjectRow): void {
  const { store } = write
  const { id, account } = project
  demandNoConnections(store, { project: id }, 'project')
  const groups = store.find('groups', { project: id })
  demandUnused(
    store,
    account,
    'groups',
    groups.map((group) => group.id),
  )
  leaveSelections(write, account, id)
  for (const collection of ['group-integrations', 'project-integrations', 'groups'] as const) {
    for (const row of store.find(collection, { project: id })) write.remove(collection, row, 'platform')
  }
  dismissAdministrators(write, account, id)
  write.remove('projects', project)
}

function dismissAdministrators(write: Write, account: string, project: string): void {
  for (const user of write.store.find('users', { account })) {
    const projects = user.projects.filter((id) => id !== project)
    write.update('users', user, { ...user, projects }, 'platform')
  }
}
