import { notFound } from '../../problems.js'
import type { AppRow, ConnectionRow } from '../../rows.js'
import { isUsableBy } from '../../using.js'
import { byCategory, categoryName } from '../view/categories.js'
import { button } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { layout } from '../view/layout.js'
import { columns, empty, table } from '../view/parts.js'
import { type Reply, type Visit, visitor } from '../visit.js'
import { card, statusOf } from './cards.js'
import { type Place, placeOf, portalMenu } from './place.js'

/** What a customer sees: allowed apps in categories, and nothing of the others (T3, T4). */
export function integrations(visit: Visit): Reply {
  const place = placeOf(visit)
  // T1: while the menu is closed there is no such page.
  if (!place.portal.menu) throw notFound('page here')
  const apps = visit.platform.store.find('apps', {})
  const shown = apps.filter(({ name }) => place.portal.apps.includes(name))
  const sections = byCategory(shown).map(([category, members]) => section(visit, place, category, members))
  const body = html`<h1>Integrations</h1>
${sections.length > 0 ? sections : empty('There are no integrations here yet.')}
${named(visit, place, apps)}${shared(visit, place, apps)}`
  return { page: layout(visit, { title: 'Integrations', menu: portalMenu(visit, place), body }) }
}

const section = (visit: Visit, place: Place, category: string, apps: AppRow[]): Html =>
  html`<section aria-labelledby="category-${category}"><h2 id="category-${category}">${categoryName(category)}</h2>
<ul class="cards">${apps.map((app) => card(visit, place, app))}</ul></section>`

/** The visitor's own connections that no toggle stands for: named ones, and those of apps that are not shown any more. */
function named(visit: Visit, { own, portal }: Place, apps: AppRow[]): Part {
  const rows = own.filter((row) => row.name !== null || !portal.apps.includes(row.app))
  if (rows.length === 0) return false
  const line = (row: ConnectionRow): Part[] => {
    const app = apps.find(({ name }) => name === row.app)
    const what = row.name ?? 'Personal'
    return [
      row.createdBy === visitor(visit).id
        ? html`<a href="/portal/integrations/connections/${row.id}">${what}</a>`
        : what,
      app?.displayName ?? row.app,
      app && html`<div class="row">${statusOf(visit, app, row)}</div>`,
      button(
        visit,
        '/portal/disconnect',
        'Disconnect',
        { id: row.id, version: row.etag },
        { of: `${what} (${row.app})`, tone: 'danger' },
      ),
    ]
  }
  return html`<h2>Your other connections</h2>${table('named', 'Connections of yours beside the cards', columns('Name', 'App', 'Status', 'Action'), rows.map(line))}`
}

/** C4: what others connected and let the visitor use. Whose it is stays theirs (U1). */
function shared(visit: Visit, { account, user }: Place, apps: AppRow[]): Part {
  const { store } = visit.platform
  const who = visitor(visit)
  const usable = store
    .find('connections', { account: account.id, status: 'active' })
    .filter((row) => row.name !== null && row.owner !== user && isUsableBy({ store, actor: who }, row))
  if (usable.length === 0) return false
  const line = (row: ConnectionRow): Part[] => [
    row.name,
    apps.find(({ name }) => name === row.app)?.displayName ?? row.app,
  ]
  return html`<h2>Shared with you</h2>${table('shared', 'Connections that you may use', columns('Name', 'App'), usable.map(line))}`
}
