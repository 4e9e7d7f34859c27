import { set } from '../../operations.js'
import { notFound } from '../../problems.js'
import { administers } from '../../roles.js'
import type { AccountRow, AppRow, ProjectRow, SettingCollection } from '../../rows.js'
import { field } from '../view/form.js'
import { html, type Part } from '../view/html.js'
import { acting, type PageRoute, type Reply, rowOf, seen, type Visit, visitor, writing } from '../visit.js'
import { accountPanel } from './level-account.js'
import { groupRows } from './level-group.js'
import { projectPanel } from './level-project.js'
import { administered, adminPage, adminPath } from './place.js'

const PAGE = '/admin/accounts/:account/integrations/:app'

/** One app's settings at the three levels, the wide above the narrow (L2, L3, L6, L9). */
export const levelRoutes: PageRoute[] = [
  { method: 'GET', url: PAGE, handle: levels },
  { method: 'POST', url: `${PAGE}/account`, handle: acting(saveAccount, levels) },
  { method: 'POST', url: `${PAGE}/projects/:id`, handle: acting(saveProject, levels) },
  { method: 'POST', url: `${PAGE}/groups/:id`, handle: acting(saveGroup, levels) },
]

const SHOWN = 25

function levels(visit: Visit): Reply {
  const account = administered(visit, true)
  const app = appOf(visit)
  const body = html`<h1>${app.displayName}</h1>
${administers(visitor(visit), account.id) && accountPanel(visit, account, app)}
<h2>Projects</h2>${projectPanels(visit, account, app)}
${groupRows(visit, account, app, null)}`
  const trail = [{ href: adminPath(account.id, 'integrations'), text: 'Integrations' }]
  return adminPage(visit, { title: app.displayName, account, trail, body })
}

function appOf({ platform, params }: Visit): AppRow {
  const app = platform.store.find('apps', { name: params.app ?? '' })[0]
  if (app) return app
  throw notFound(`app ${params.app}`)
}

/** The projects that the visitor administers; of many, those whose name fits. */
function projectPanels(visit: Visit, account: AccountRow, app: AppRow): Part {
  const who = visitor(visit)
  const mine = ({ id }: ProjectRow) => administers(who, account.id) || who.projects.includes(id)
  const all = visit.platform.store.find('projects', { account: account.id }).filter(mine)
  if (all.length === 0) return html`<p>There are no projects: the account's word is the last.</p>`
  const name = visit.query.get('name') ?? ''
  const found = all.filter((project) => project.name.toLowerCase().includes(name.toLowerCase()))
  const search = html`<form class="filters" method="get" action="${adminPath(account.id, 'integrations', app.name)}" role="search" data-live>
${field({ name: 'name', label: 'Find projects', value: name, type: 'search' })}<button>Find</button></form>`
  const rest = found.length > SHOWN ? `, the first ${SHOWN} shown` : ''
  return html`${all.length > SHOWN && search}<div id="results">
${all.length > SHOWN && html`<p role="status">${found.length} of ${all.length} projects${rest}</p>`}
${found.slice(0, SHOWN).map((project) => projectPanel(visit, account, app, project))}</div>`
}

const saved = ({ params }: Visit, text: string): Reply => ({
  to: adminPath(params.account ?? '', 'integrations', params.app ?? ''),
  notice: { tone: 'done', text },
})

function write(visit: Visit, collection: SettingCollection, parent: string, body: object): void {
  const place = { parent, app: visit.params.app ?? '' }
  writing(visit, (own) => set(own, collection, place, seen(visit), body))
}

/** L13: toggle and selection travel together, so that narrowing never passes through "off". */
function saveAccount(visit: Visit): Reply {
  const { form: sent, params } = visit
  const enabled = sent.get('enabled') === 'yes'
  const selection = { projects: sent.getAll('project'), newProjects: sent.get('newProjects') === 'yes' }
  write(visit, 'account-integrations', params.account ?? '', enabled ? { enabled, ...selection } : { enabled })
  return saved(visit, enabled ? 'It is on in the account, for the projects chosen.' : 'It is off in the whole account.')
}

function saveProject(visit: Visit): Reply {
  const { form: sent } = visit
  const { id, name } = rowOf(
    visit,
    'projects',
    visit.params.id ?? '',
    ({ account }) => account === visit.params.account,
  )
  const enabled = sent.get('enabled') === 'yes'
  const chosen = { groups: sent.getAll('group'), groupTypes: sent.getAll('type') }
  write(visit, 'project-integrations', id, enabled ? { enabled, ...chosen } : { enabled })
  return saved(visit, `It is ${enabled ? 'on' : 'off'} in ${name}.`)
}

function saveGroup(visit: Visit): Reply {
  const { id, name } = rowOf(visit, 'groups', visit.params.id ?? '', ({ account }) => account === visit.params.account)
  write(visit, 'group-integrations', id, { setting: visit.form.get('setting') })
  return saved(visit, `The word of ${name} is saved.`)
}
