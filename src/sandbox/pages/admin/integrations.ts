import type { AccountRow, AppRow } from '../../rows.js'
import { accountSetting } from '../../settings.js'
import { shown } from '../../shown.js'
import { html, type Part } from '../view/html.js'
import { badge, columns, counted, empty, table } from '../view/parts.js'
import type { Reply, Visit } from '../visit.js'
import { administered, adminPage, adminPath } from './place.js'

/** The account's integrations; for each, at a glance, the projects where it is on (L11). */
export function integrations(visit: Visit): Reply {
  const account = administered(visit, true)
  const apps = concerned(visit, account)
  const heads = columns('Integration', 'In the account', 'Selected projects', 'On in projects', 'Live connections')
  const body = html`<h1>Integrations</h1>
${
  apps.length === 0
    ? empty('No app is allowed for this account.')
    : table(
        'integrations',
        counted(apps.length, 'integration'),
        heads,
        apps.map((app) => line(visit, account, app)),
      )
}`
  return adminPage(visit, { title: 'Integrations', account, body })
}

/** Allowed apps, and those that are on for whatever reason. */
function concerned({ platform: { store } }: Visit, { id, allowedApps }: AccountRow): AppRow[] {
  const on = new Set(
    store
      .find('account-integrations', { account: id })
      .filter(({ enabled }) => enabled)
      .map(({ app }) => app),
  )
  const apps = store
    .find('apps', {})
    .filter(({ name }) => allowedApps === 'all' || allowedApps.includes(name) || on.has(name))
  return apps.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'))
}

function line({ platform: { store } }: Visit, { id }: AccountRow, app: AppRow): Part[] {
  const setting = shown(store, accountSetting(store, id, app.name))
  const projects = store.find('projects', { account: id })
  const named = (ids: readonly string[]) =>
    projects.filter((project) => ids.includes(project.id)).map(({ name }) => name)
  const on = store.find('project-integrations', { account: id, app: app.name }).filter(({ enabled }) => enabled)
  const open = named(on.map(({ project }) => project))
  const live = store.count('connections', { account: id, app: app.name, live: true })
  return [
    html`<a href="${adminPath(id, 'integrations', app.name)}">${app.displayName}</a>`,
    html`${setting.enabled ? badge('good', 'On') : badge('none', 'Off')}${setting.problem !== null && html` <small>${setting.problem}</small>`}`,
    setting.enabled
      ? html`${named(setting.projects).join(', ') || 'None'}${setting.newProjects && html` <small>and later ones</small>`}`
      : '–',
    open.length === 0 ? '–' : open.join(', '),
    live,
  ]
}
