import { allowsConnecting } from '../../access.js'
import { notFound } from '../../problems.js'
import type { AppRow } from '../../rows.js'
import { field, form, select } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { layout } from '../view/layout.js'
import { badge, columns, empty, table } from '../view/parts.js'
import type { Reply, Visit } from '../visit.js'
import { statusOf } from './cards.js'
import { type Place, placeOf, portalMenu, portalPath } from './place.js'

/** One app: what it may do in the visitor's name, their connections to it, and a form for one more (C2). */
export function app(visit: Visit): Reply {
  const place = placeOf(visit)
  const row = shownApp(visit, place, visit.params.app ?? visit.form.get('app') ?? '')
  const trail = [{ href: portalPath(place, '/portal/integrations'), text: 'Integrations' }]
  const body = html`<h1>${row.displayName}</h1>
${row.description !== '' && html`<p>${row.description}</p>`}
${permissions(row)}${ownConnections(visit, place, row)}${connectForm(visit, place, row)}`
  return { page: layout(visit, { title: row.displayName, trail, menu: portalMenu(visit, place), body }) }
}

/** T4: other apps do not exist here. */
function shownApp({ platform }: Visit, { portal }: Place, name: string): AppRow {
  const row = portal.apps.includes(name) ? platform.store.find('apps', { name })[0] : undefined
  if (!row) throw notFound('such integration here')
  return row
}

const permissions = ({ scopes }: AppRow): Part =>
  scopes.length > 0 &&
  html`<p>Connecting asks for these permissions:</p><ul>${scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul>`

function ownConnections(visit: Visit, { own }: Place, row: AppRow): Html {
  const mine = own.filter((connection) => connection.app === row.name)
  const line = (connection: (typeof mine)[number]): Part[] => [
    connection.name ?? 'Personal',
    connection.externalAccount ?? '–',
    html`<div class="row">${statusOf(visit, row, connection)}</div>`,
  ]
  if (mine.length === 0) return empty(`You have no connection to ${row.displayName}.`)
  return table(
    'mine',
    `Your connections to ${row.displayName}`,
    columns('Name', 'External account', 'Status'),
    mine.map(line),
  )
}

function connectForm(visit: Visit, place: Place, row: AppRow): Part {
  const { account, user } = place
  if (user === null) return false
  const { store } = visit.platform
  if (!allowsConnecting(store, { account, app: row.name, project: null, user }))
    return html`<p>${badge('none', 'Not switched on for you')} Your administrator decides who uses ${row.displayName}.</p>`
  const projects = store.find('projects', { account: account.id }).filter(({ state }) => state === 'active')
  const choices = [
    { value: '', text: 'The whole account' },
    ...projects.map(({ id, name }) => ({ value: id, text: name })),
  ]
  const { form: sent } = visit
  const fields = html`<input type="hidden" name="app" value="${row.name}">
${field({ name: 'name', label: 'Name (optional)', value: sent.get('name') ?? '', hint: 'Without a name it is your personal connection; you can have one. With a name, as many as you need.' })}
${projects.length > 0 && select('project', 'Where it is used', choices, sent.get('project') ?? '')}
${row.auth === 'api-key' && field({ name: 'apiKey', label: 'API key', type: 'password', required: true, hint: 'It is kept out of sight from now on.' })}
<button class="main">Connect ${row.displayName}</button>`
  const action = row.auth === 'api-key' ? '/portal/key' : '/portal/connect'
  return html`<section class="panel" aria-labelledby="connect"><h2 id="connect">Connect</h2>${form(visit, action, fields)}</section>`
}
