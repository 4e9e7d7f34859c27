import { isOperator } from '../../roles.js'
import type { AppRow } from '../../rows.js'
import { categoryName } from '../view/categories.js'
import { button, field, select } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { badge, type Column, counted, empty, table } from '../view/parts.js'
import { type Reply, type Visit, visitor } from '../visit.js'
import { administrator, adminPage } from './place.js'
import { directionOf, fits, HEADS, type Head, inOrder } from './registry-order.js'

export const appPath = ({ name }: AppRow, ...rest: string[]): string =>
  ['/admin/registry', encodeURIComponent(name), ...rest].join('/')

/** The registry: sorted by any column in both directions (R4), filtered by what one types (R5). Neither is remembered. */
export function registry(visit: Visit): Reply {
  administrator(visit)
  const all = visit.platform.store.find('apps', {})
  const rows = inOrder(
    all.filter((app) => fits(app, visit.query)),
    visit.query,
  )
  const install =
    isOperator(visitor(visit)) && html`<a class="button main" href="/admin/registry/install">Install an app</a>`
  const body = html`<div class="head"><h1>Registry</h1>${install}</div>${filters(visit)}<div id="results">${results(visit, rows, all.length)}</div>`
  return adminPage(visit, { title: 'Registry', body })
}

const STATUSES = ['active', 'inactive', 'upgrade-pending', 'not-installed'] as const

function filters({ query }: Visit): Html {
  const statuses = STATUSES.map((value) => ({ value, text: value.replace('-', ' ') }))
  const sort = ['sort', 'order'].map(
    (name) => query.has(name) && html`<input type="hidden" name="${name}" value="${query.get(name)}">`,
  )
  return html`<form class="filters" method="get" action="/admin/registry" role="search" data-live>${sort}
${field({ name: 'name', label: 'Name', value: query.get('name') ?? '', type: 'search' })}
${select('status', 'Status', [{ value: '', text: 'All' }, ...statuses], query.get('status') ?? '')}
${field({ name: 'description', label: 'Description', value: query.get('description') ?? '', type: 'search' })}<button>Filter</button></form>`
}

function results(visit: Visit, rows: AppRow[], all: number): Part {
  if (rows.length === 0) return empty(html`<span role="status">No integration fits. Take a filter away.</span>`)
  const caption = html`<span role="status">${counted(rows.length, 'integration')} of ${all}</span>`
  const columns: Column[] = [...HEADS.map((head) => column(visit.query, head)), { label: 'Action' }]
  return table(
    'registry',
    caption,
    columns,
    rows.map((app) => line(visit, app)),
  )
}

/** A heading sorts by its column; the one that is sorted by turns around. */
function column(query: URLSearchParams, { key, text }: Head): Column {
  const sorted = directionOf(query, key)
  const next = new URLSearchParams(query)
  next.set('sort', key)
  next.set('order', sorted === 'ascending' ? 'descending' : 'ascending')
  const arrow = sorted === undefined ? '↕' : sorted === 'ascending' ? '↑' : '↓'
  const head = html`<a href="/admin/registry?${next.toString()}">${text} <span aria-hidden="true">${arrow}</span></a>`
  return sorted === undefined ? { head, label: text } : { head, label: text, sorted }
}

const TONES = { active: 'good', inactive: 'none', 'upgrade-pending': 'wait', 'not-installed': 'none' } as const

export function appStatus({ status, configured, availableVersion }: AppRow): Html {
  const text = status.replace('-', ' ')
  const state = badge(TONES[status], text.charAt(0).toUpperCase() + text.slice(1))
  const upgrade =
    status === 'upgrade-pending' && availableVersion !== null && html` <small>to ${availableVersion}</small>`
  return html`${state}${upgrade}${!configured && status !== 'not-installed' && html` ${badge('bad', 'Not configured')}`}`
}

function line(visit: Visit, app: AppRow): Part[] {
  return [
    html`<a href="${appPath(app)}">${app.displayName}</a>`,
    app.description,
    app.provider,
    categoryName(app.category),
    app.uses.join(', '),
    appStatus(app),
    app.version,
    isOperator(visitor(visit)) && statusButton(visit, app),
  ]
}

/** R6: the way back and forth between active and inactive. */
export function statusButton(visit: Visit, app: AppRow): Part {
  const of = app.displayName
  if (app.status === 'not-installed') return button(visit, appPath(app, 'install'), 'Install', {}, { of })
  const [text, status] = app.status === 'inactive' ? ['Activate', 'active'] : ['Deactivate', 'inactive']
  return button(visit, appPath(app, 'status'), text ?? '', { status: status ?? '', version: app.etag }, { of })
}
