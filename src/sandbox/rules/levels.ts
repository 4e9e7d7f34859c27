import { isAllowed } from '../gates.js'
import { Problem } from '../problems.js'
import type { AccountRow, GroupRow, ProjectRow } from '../rows.js'
import { accountSetting, projectSetting } from '../settings.js'
import type { Store } from '../store/store.js'

// L14: opening below a closed level is refused. Closing never comes here.

const closed = (detail: string): Problem => new Problem('level-closed', detail)

/** Above the account stands its allow-list. */
export function demandAccountLevel(account: AccountRow, app: string): void {
  if (!isAllowed(account, app)) throw closed(`${app} is not in the allow-list of ${account.name}.`)
}

/** Above a project stands the account's setting with its selection. */
export function demandProjectLevel(store: Store, project: ProjectRow, app: string): void {
  const level = accountSetting(store, project.account, app)
  if (project.state === 'archived') throw closed(`The project ${project.name} is archived.`)
  if (!level.enabled) throw closed(`${app} is off for the account.`)
  if (!level.projects.includes(project.id)) throw closed(`The account does not select ${project.name} for ${app}.`)
}

/** Above a group stands its project, or the account where it has none. */
export function demandGroupLevel(store: Store, group: GroupRow, app: string): void {
  const project = group.project === null ? undefined : store.get('projects', group.project)
  const level = project ? projectSetting(store, project, app) : accountSetting(store, group.account, app)
  if (!level.enabled) throw closed(`${app} is off for the ${project ? 'project' : 'account'} above ${group.name}.`)
}
