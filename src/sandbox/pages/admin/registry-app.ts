import { notFound } from '../../problems.js'
import { isOperator } from '../../roles.js'
import type { AppRow } from '../../rows.js'
import { lossInWords, lossOf } from '../../rules/uninstalling.js'
import { CATEGORIES, categoryName } from '../view/categories.js'
import { area, button, field, form, select, tick } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { demandThat, type Reply, type Visit, visitor } from '../visit.js'
import { administrator, adminPage } from './place.js'
import { appPath, appStatus, statusButton } from './registry.js'

const TRAIL = [{ href: '/admin/registry', text: 'Registry' }]

/** One integration: what it is (R1), how it stands (R2), and everything an operator does with it (R3). */
export function registryApp(visit: Visit): Reply {
  administrator(visit)
  const app = appOf(visit)
  const mine = isOperator(visitor(visit))
  const body = html`<div class="head"><h1>${app.displayName}</h1><div class="row">${appStatus(app)}${mine && statusButton(visit, app)}${mine && upgrade(visit, app)}</div></div>
${mine && app.status !== 'not-installed' ? configuration(visit, app) : facts(app)}${mine && uninstalling(app)}`
  return adminPage(visit, { title: app.displayName, trail: TRAIL, body })
}

export function appOf({ platform, params }: Visit): AppRow {
  const app = platform.store.find('apps', { name: params.app ?? '' })[0]
  if (app) return app
  throw notFound(`app ${params.app}`)
}

function upgrade(visit: Visit, app: AppRow): Part {
  const { availableVersion, status, etag } = app
  if (availableVersion === null || status === 'not-installed') return false
  return button(
    visit,
    appPath(app, 'upgrade'),
    `Upgrade to ${availableVersion}`,
    { to: availableVersion, version: etag },
    { tone: 'main' },
  )
}

function facts({ name, description, provider, category, auth, uses, version }: AppRow): Html {
  return html`<dl><dt>Name</dt><dd>${name}</dd><dt>Description</dt><dd>${description || '–'}</dd><dt>Provider</dt><dd>${provider || '–'}</dd>
<dt>Category</dt><dd>${categoryName(category)}</dd><dt>Connects by</dt><dd>${auth}</dd><dt>Uses</dt><dd>${uses.join(', ') || '–'}</dd><dt>Version</dt><dd>${version}</dd></dl>`
}

/** The fields an operator writes; `sent` keeps what was typed when something was wrong with it. */
export function fieldsOf(app: Partial<AppRow>, sent: URLSearchParams): Html {
  const said = (name: string, kept: string | undefined) => sent.get(name) ?? kept ?? ''
  const categories = CATEGORIES.map((value) => ({ value, text: categoryName(value) }))
  const settings = Object.entries(app.settings ?? {}).map(([key, value]) => `${key}=${value}`)
  return html`${field({ name: 'displayName', label: 'Name', value: said('displayName', app.displayName), required: true })}
${area({ name: 'description', label: 'Description', value: said('description', app.description) })}
${field({ name: 'provider', label: 'Provider', value: said('provider', app.provider) })}
${select('category', 'Category', categories, said('category', app.category))}
${field({ name: 'uses', label: 'Uses', value: said('uses', app.uses?.join(', ')), hint: 'Separated by commas, such as smtp, imap, social-login.' })}
${field({ name: 'scopes', label: 'Permissions that connecting asks for', value: said('scopes', app.scopes?.join(', ')), hint: 'Separated by commas.' })}
${area({ name: 'settings', label: 'Connection details', value: said('settings', settings.join('\n')), hint: 'One on each line, as name=value. An OAuth app needs clientId.' })}
${area({ name: 'secrets', label: 'Secrets to write', hint: 'One on each line, as name=value; nothing after the sign removes it. They are never shown again.' })}`
}

function configuration(visit: Visit, app: AppRow): Html {
  const kept = Object.keys(app.secrets)
  const fields = html`${fieldsOf(app, visit.form)}<p><small>Secrets kept: ${kept.length === 0 ? 'none' : kept.join(', ')}.</small></p><button class="main">Save</button>`
  return html`<section class="panel" aria-labelledby="details"><h2 id="details">Details</h2>
${!app.configured && html`<p class="warn">It is not configured: nobody can connect it until it has a clientId.</p>`}
${form(visit, appPath(app), fields, { version: app.etag })}</section>`
}

const uninstalling = (app: AppRow): Part =>
  app.status !== 'not-installed' &&
  html`<p><a href="${appPath(app, 'uninstall')}">Uninstall ${app.displayName}…</a></p>`

/** R3: uninstalling asks on a page of its own, which names what is lost, and wants a tick. */
export function uninstallPage(visit: Visit): Reply {
  // What is lost is counted over all accounts, which only operators see.
  demandThat(isOperator(visitor(visit)), 'Only operators uninstall apps.')
  const app = appOf(visit)
  const title = `Uninstall ${app.displayName}`
  const fields = html`${tick('confirm', app.name, `Yes, I want to lose all that`, false, true)}
<div class="row"><button class="danger">Yes, delete this integration</button><a class="button" href="${appPath(app)}">Keep it</a></div>`
  const body = html`<div class="narrow"><h1>${title}?</h1>
<p class="lost">This destroys ${lossInWords(lossOf(visit.platform.store, app.name))}, its settings at every level, and its connection details. It cannot be undone.</p>
${form(visit, appPath(app, 'uninstall'), fields, { version: app.etag })}</div>`
  return adminPage(visit, { title, trail: [...TRAIL, { href: appPath(app), text: app.displayName }], body })
}
