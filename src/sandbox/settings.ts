import {
  type AccountIntegrationRow,
  type AccountRow,
  type Draft,
  type GroupIntegrationRow,
  type GroupRow,
  type ProjectIntegrationRow,
  type ProjectRow,
  settingId,
  type UserIntegrationRow,
} from './rows.js'
import type { Store } from './store/store.js'

/** The account's word on an app, or what holds while nobody has spoken: off, and new projects would join. */
export function accountSetting(store: Store, account: AccountRow['id'], app: string): Draft<AccountIntegrationRow> {
  const id = settingId(account, app)
  const silent = { id, account, app, enabled: false, projects: [], newProjects: true, problem: null }
  return store.get('account-integrations', id) ?? silent
}

/** The project's word on an app; off and empty while nobody has spoken (L7). */
export function projectSetting(store: Store, project: ProjectRow, app: string): Draft<ProjectIntegrationRow> {
  const id = settingId(project.id, app)
  const silent = { id, account: project.account, project: project.id, app, enabled: false, groups: [], groupTypes: [] }
  return store.get('project-integrations', id) ?? silent
}

/** The group's own word on an app; inherit while nobody has spoken. */
export function groupSetting(store: Store, group: GroupRow, app: string): Draft<GroupIntegrationRow> {
  const id = settingId(group.id, app)
  const { account, project } = group
  return store.get('group-integrations', id) ?? { id, account, project, group: group.id, app, setting: 'inherit' }
}

/** Whether a person is kept from an app. */
export function userSetting(
  store: Store,
  user: { id: string; account: string },
  app: string,
): Draft<UserIntegrationRow> {
  const id = settingId(user.id, app)
  const silent = { id, account: user.account, user: user.id, app, blocked: false }
  return store.get('user-integrations', id) ?? silent
}
