import { type Facts, type Gates, type GroupFacts, gatesOf, mayConnect, mayUse } from './gates.js'
import type { AccountRow, ProjectRow } from './rows.js'
import { accountSetting, groupSetting, projectSetting, userSetting } from './settings.js'
import type { Store } from './store/store.js'

/** One person's wish: this app, in this project or (null) in any of the account. */
export interface Wish {
  account: AccountRow
  app: string
  project: string | null
  user: string
}

/** Whether a person may use an app; account-wide means in any project. */
export const allowsUse = (store: Store, wish: Wish): boolean => gatesInEachProject(store, wish).some(mayUse)

/** Whether a person may connect an app: may use it, and sees the menu. */
export const allowsConnecting = (store: Store, wish: Wish): boolean => gatesInEachProject(store, wish).some(mayConnect)

function gatesInEachProject(store: Store, wish: Wish): Gates[] {
  const { account, app, user, project } = wish
  const shared = {
    app: store.find('apps', { name: app })[0],
    account,
    accountSetting: accountSetting(store, account.id, app),
    person: { id: user, blocked: userSetting(store, { id: user, account: account.id }, app).blocked },
  }
  const all = store.find('projects', { account: account.id })
  if (all.length === 0) return [gatesOf({ ...shared, project: null })]
  const meant = project === null ? all : all.filter(({ id }) => id === project)
  return meant.map((row) => gatesOf({ ...shared, project: projectFacts(store, row, app) }))
}

function projectFacts(store: Store, project: ProjectRow, app: string): Facts['project'] {
  const groups = store.find('groups', { project: project.id })
  const facts = groups.map((group): GroupFacts => ({ ...group, setting: groupSetting(store, group, app).setting }))
  return { id: project.id, setting: projectSetting(store, project, app), groups: facts }
}
