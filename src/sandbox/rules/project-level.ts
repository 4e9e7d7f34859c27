import { closeBelowProject } from '../cascades.js'
import { sortedSet } from '../merge.js'
import type { Draft, ProjectIntegrationRow, ProjectRow } from '../rows.js'
import { projectSetting } from '../settings.js'
import type { Write } from '../write.js'
import type { SettingBehaviour } from './behaviour.js'
import { demandProjectLevel } from './levels.js'
import { demandRows } from './references.js'

type Setting = Draft<ProjectIntegrationRow>

/** The project level (L6, L8): which groups and types; both may be edited while it is closed. */
export const projectLevel: SettingBehaviour<'project-integrations', 'projects'> = {
  parent: 'projects',
  schema: 'ProjectIntegrationUpdate',
  current: ({ store }, project, app) => projectSetting(store, project, app),
  run,
}

function run(write: Write, before: Setting, body: Partial<Setting>, project: ProjectRow): ProjectIntegrationRow {
  const { enabled, groups, groupTypes } = { ...before, ...body }
  if (enabled && !before.enabled) demandProjectLevel(write.store, project, before.app)
  if (body.groups) {
    demandRows(
      write.store,
      'groups',
      body.groups,
      (index) => `/groups/${index}`,
      (row) => isIn(row, project.id),
    )
  }
  const after = { ...before, enabled, groups: sortedSet(groups), groupTypes: sortedSet(groupTypes) }
  const row = write.save('project-integrations', before, after)
  if (before.enabled && !enabled) closeBelowProject(write, project.id, before.app)
  return row
}

const isIn = (row: object, project: string): boolean => 'project' in row && row.project === project
