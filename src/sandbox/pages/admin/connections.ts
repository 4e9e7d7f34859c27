import type { AccountRow, ConnectionRow } from '../../rows.js'
import { workflowsOf } from '../removal.js'
import { field, select } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { columns, counted, day, empty, table } from '../view/parts.js'
import type { Reply, Visit } from '../visit.js'
import { connectionActions } from './connection-actions.js'
import { administered, adminPage, adminPath } from './place.js'
import { STATUSES, statusBadge, statusOfRow } from './statuses.js'

const SHOWN = 200

/** Every live connection of the account, those without an owner among them (C2), with the workflows that use it (C5). */
export function connections(visit: Visit): Reply {
  const account = administered(visit)
  const all = visit.platform.store.find('connections', { account: account.id, live: true })
  const body = html`<h1>Connections</h1>${filters(visit, account, all)}<div id="results">${results(visit, wanted(visit, all))}</div>`
  return adminPage(visit, { title: 'Connections', account, body })
}

function filters({ query }: Visit, { id }: AccountRow, all: ConnectionRow[]): Html {
  const apps = [...new Set(all.map(({ app }) => app))].sort().map((app) => ({ value: app, text: app }))
  const statuses = (['connected', 'needs-reauth', 'waiting'] as const).map((value) => ({
    value,
    text: STATUSES[value],
  }))
  const any = { value: '', text: 'All' }
  return html`<form class="filters" method="get" action="${adminPath(id, 'connections')}" role="search" data-live>
${field({ name: 'text', label: 'Name, owner or external account', value: query.get('text') ?? '', type: 'search' })}
${select('app', 'Integration', [any, ...apps], query.get('app') ?? '')}
${select('status', 'Status', [any, ...statuses], query.get('status') ?? '')}<button>Filter</button></form>`
}

function wanted(visit: Visit, all: ConnectionRow[]): ConnectionRow[] {
  const [text = '', app = '', status = ''] = ['text', 'app', 'status'].map((name) => visit.query.get(name) ?? '')
  const says = (row: ConnectionRow) => [row.name, ownerOf(visit, row), row.externalAccount].join('\n').toLowerCase()
  return all.filter(
    (row) =>
      (app === '' || row.app === app) &&
      (status === '' || statusOfRow(row) === status) &&
      (text === '' || says(row).includes(text.toLowerCase())),
  )
}

const ownerOf = ({ platform }: Visit, { owner }: ConnectionRow): string =>
  owner === null ? '' : (platform.store.get('users', owner)?.email ?? owner)

function results(visit: Visit, rows: ConnectionRow[]): Part {
  if (rows.length === 0) return empty(html`<span role="status">No connection fits.</span>`)
  const rest = rows.length > SHOWN ? `, the first ${SHOWN} shown` : ''
  const heads = columns('Connection', 'Owner', 'Status', 'Last used', 'Used by', 'Action')
  const caption = html`<span role="status">${counted(rows.length, 'connection')}${rest}</span>`
  return table(
    'connections',
    caption,
    heads,
    rows.slice(0, SHOWN).map((row) => line(visit, row)),
  )
}

function line(visit: Visit, row: ConnectionRow): Part[] {
  const used = workflowsOf(visit, row)
  return [
    html`${row.name ?? 'Personal'} <small>${[row.app, row.externalAccount].filter(Boolean).join(' · ')}</small>`,
    row.owner === null ? html`<small>Nobody (${row.holder})</small>` : ownerOf(visit, row),
    statusBadge(statusOfRow(row)),
    row.lastUsedAt === null ? 'Never' : day(row.lastUsedAt),
    used.length === 0 ? '–' : used.join(', '),
    connectionActions(visit, row, adminPath(row.account, 'connections')),
  ]
}
