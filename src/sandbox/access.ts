import { type Facts, type Gates, type GroupFacts, gatesOf, mayConnect, mayUse } from './gates.js'
import type { AccountRow, ProjectRow } from './rows.js'
import { accountSetting, groupSetting, projectSetting, userSetting } from './settings.js'
import type { Store } from './store/store.js'

/** One person's wish, or for null nobody's: this app, in this project or (null) in any of the account. */
export interface Wish {
  account: AccountRow
  app: string
  project: string | null
  user: string | null
}

/** Whether a person may use an app; account-wide means in any project. */
export const allowsUse = (store: Store, wish: Wish): boolean => gatesInEachProject(store, wish).some(mayUse)

/** Whether a person may connect an app: may use it, and sees the menu. */
export const allowsConnecting = (store: Store, wish: Wish): boolean => gatesInEachProject(store, wish).some(mayConnect)

function gatesInEachProject(store: Store, wish: Wish): Gates[] {
  return wish.user === null ? [gatesForNobody(store, wish)] : gatesInEach(store, wish, wish.user)
}

/** What belongs to nobody passes no group and no person; account-wide, no project either. */
function gatesForNobody(store: Store, wish: Wish): Gates {
  const project = wish.project === null ? undefined : store.get('projects', wish.project)
  const facts = { ...sharedFacts(store, wish, ''), project: project ? projectFacts(store, project, wish.app) : null }
  return { ...gatesOf(facts), group: 'n/a' }
}

function gatesInEach(store: Store, wish: Wish, user: string): Gates[] {
  const { account, app, project } = wish
  const shared = sharedFacts(store, wish, user)
  const all = store.find('projects', { account: account.id })
  if (all.length === 0) return [gatesOf({ ...shared, project: null })]
  const meant = project === null ? all : all.filter(({ id }) => id === project)
  return meant.map((row) => gatesOf({ ...shared, project: projectFacts(store, row, app) }))
}

function sharedFacts(store: Store, { account, app }: Wish, user: string) {
  return {
    app: store.find('apps', { name: app })[0],
    account,
    accountSetting: accountSetting(store, account.id, app),
    person: { id: user, blocked: userSetting(store, { id: user, account: account.id }, app).blocked },
  }
}

function projectFacts(store: Store, project: ProjectRow, app: string): Facts['project'] {
  const groups = store.find('groups', { project: project.id })
  const facts = groups.map((group): GroupFacts => ({ ...group, setting: groupSetting(store, group, app).setting }))
  return { id: project.id, setting: projectSetting(store, project, app), groups: facts }
}
