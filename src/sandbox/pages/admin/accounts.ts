import { isOperator } from '../../roles.js'
import type { AccountRow } from '../../rows.js'
import { field } from '../view/form.js'
import { html, type Part } from '../view/html.js'
import { badge, columns, counted, empty, table } from '../view/parts.js'
import { demandThat, type Reply, type Visit, visitor } from '../visit.js'
import { administrator, adminPage, adminPath } from './place.js'

const SHOWN = 100

/** Where administration begins: operators choose an account, everybody else has theirs. */
export function begin(visit: Visit): Reply {
  administrator(visit)
  const { account, role } = visitor(visit)
  if (account === null) return { to: '/admin/accounts' }
  return { to: adminPath(account, role === 'project-admin' ? 'integrations' : 'people') }
}

/** All accounts, for operators. */
export function accounts(visit: Visit): Reply {
  demandThat(isOperator(visitor(visit)), 'Only operators see all accounts.')
  const wanted = visit.query.get('name') ?? ''
  const all = visit.platform.store.find('accounts', {})
  const found = all.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()))
  const shown = found.sort((a, b) => a.name.localeCompare(b.name, 'en')).slice(0, SHOWN)
  const body = html`<h1>Accounts</h1>
<form class="filters" method="get" action="/admin/accounts" role="search" data-live>${field({ name: 'name', label: 'Name', value: wanted, type: 'search' })}<button>Search</button></form>
<div id="results">${results(found.length, all.length, shown)}</div>`
  return adminPage(visit, { title: 'Accounts', body })
}

function results(found: number, all: number, shown: AccountRow[]): Part {
  if (found === 0) return empty('No account has such a name.')
  const rest = found > shown.length ? `, the first ${shown.length} shown` : ''
  const caption = html`<span role="status">${counted(found, 'account')} of ${all}${rest}</span>`
  return table('accounts', caption, columns('Name', 'Menu', 'Allowed apps', 'Labels', 'Portal'), shown.map(line))
}

function line({ id, name, showIntegrations, allowedApps, labels }: AccountRow): Part[] {
  return [
    html`<a href="${adminPath(id, 'people')}">${name}</a>`,
    showIntegrations ? badge('good', 'Shown') : badge('none', 'Hidden'),
    allowedApps === 'all' ? 'All' : String(allowedApps.length),
    Object.entries(labels).map(([key, value]) => html`<code>${key}=${value}</code> `),
    html`<a href="/portal?account=${encodeURIComponent(id)}">Look<span class="heard"> at the portal of ${name}</span></a>`,
  ]
}
