import type { UserRow } from '../../rows.js'
import { type Choice, field, select } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { columns, counted, empty, table } from '../view/parts.js'
import type { Reply, Visit } from '../visit.js'
import { administered, adminPage, adminPath } from './place.js'
import { type Matrix, matrixOf, STATUSES, type Status, statusBadge } from './statuses.js'

const PAGE = 50

/** U2: the status of all users, filtered by user, integration and status. */
export function people(visit: Visit): Reply {
  const account = administered(visit)
  const matrix = matrixOf(visit, account)
  const wanted = {
    user: visit.query.get('user') ?? '',
    app: visit.query.get('app') ?? '',
    status: visit.query.get('status') ?? '',
  }
  const body = html`<div class="head"><h1>People</h1><a class="button main" href="${adminPath(account.id, 'invitations', 'new')}">Invite people</a></div>
${filters(adminPath(account.id, 'people'), matrix, wanted)}
<div id="results">${results(visit, account.id, filtered(matrix, wanted), wanted)}</div>`
  return adminPage(visit, { title: 'People', account, body })
}

type Wanted = { user: string; app: string; status: string }

function filters(action: string, { apps }: Matrix, { user, app, status }: Wanted): Html {
  const any = (text: string): Choice[] => [{ value: '', text }]
  const statuses = Object.entries(STATUSES).map(([value, text]) => ({ value, text }))
  return html`<form class="filters" method="get" action="${action}" role="search" data-live>
${field({ name: 'user', label: 'Search users', value: user, type: 'search' })}
${select('app', 'Integration', [...any('All'), ...apps.map(({ name, displayName }) => ({ value: name, text: displayName }))], app)}
${select('status', 'Status', [...any('All'), ...statuses], status)}<button>Filter</button></form>`
}

/** One column where an integration is chosen; whoever has the status in a column that is left. */
function filtered(matrix: Matrix, { user, app, status }: Wanted): Matrix {
  const apps = app === '' ? matrix.apps : matrix.apps.filter(({ name }) => name === app)
  const has = ({ id }: UserRow) => apps.some(({ name }) => matrix.statusesOf(id, name).includes(status as Status))
  const users = matrix.users.filter(({ email }) => email.toLowerCase().includes(user.toLowerCase()))
  return { ...matrix, apps, users: status === '' ? users : users.filter(has) }
}

function results(visit: Visit, account: string, { users, apps, statusesOf }: Matrix, wanted: Wanted): Part {
  if (users.length === 0) return empty(html`<span role="status">Nobody fits. Take a filter away.</span>`)
  const last = Math.ceil(users.length / PAGE)
  const page = Math.min(last, Math.max(1, Number(visit.query.get('page')) || 1))
  const shown = users.slice((page - 1) * PAGE, page * PAGE)
  const heads = columns('Person', ...apps.map(({ displayName }) => displayName))
  const line = ({ id, email, role }: UserRow): Part[] => [
    html`<a href="${adminPath(account, 'people', id)}">${email}</a> <small>${role}</small>`,
    ...apps.map(({ name }) => html`<div class="row">${statusesOf(id, name).map(statusBadge)}</div>`),
  ]
  const caption = html`<span role="status">${counted(users.length, 'person', 'people')}${last > 1 && `, page ${page} of ${last}`}</span>`
  return html`${table('people', caption, heads, shown.map(line))}${pages(account, wanted, page, last)}`
}

function pages(account: string, wanted: Wanted, page: number, last: number): Part {
  if (last < 2) return false
  const to = (number: number) =>
    `${adminPath(account, 'people')}?${new URLSearchParams({ ...wanted, page: String(number) })}`
  return html`<nav class="row" aria-label="Pages">${page > 1 && html`<a class="button" href="${to(page - 1)}">Previous</a>`}
${page < last && html`<a class="button" href="${to(page + 1)}">Next</a>`}</nav>`
}
