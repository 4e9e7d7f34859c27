import { update } from '../../operations.js'
import { forbidden } from '../../problems.js'
import type { ConnectionRow, UsableBy } from '../../rows.js'
import { field, form, tick, ticks } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { layout } from '../view/layout.js'
import { type Reply, rowOf, seen, type Visit, visitor, writing } from '../visit.js'
import { placeOf, portalMenu } from './place.js'

/** A connection's name, who may use it, and its key where it has one: for its creator alone (C3). */
export function connection(visit: Visit): Reply {
  const place = placeOf(visit)
  const row = mine(visit)
  const title = row.name ?? row.app
  const fields = html`${field({ name: 'name', label: 'Name', value: row.name ?? '', hint: 'Empty: your personal connection.' })}
${usableByBoxes(visit, row)}${keyField(visit, row)}<button class="main">Save</button>`
  const body = html`<h1>${title}</h1>${form(visit, `/portal/integrations/connections/${row.id}`, fields, { version: row.etag })}`
  const trail = [{ href: '/portal/integrations', text: 'Integrations' }]
  return {
    page: layout(visit, {
      title,
      trail,
      menu: portalMenu(visit, place),
      body: html`<div class="narrow">${body}</div>`,
    }),
  }
}

function mine(visit: Visit): ConnectionRow {
  const who = visitor(visit)
  const row = rowOf(
    visit,
    'connections',
    visit.params.id ?? '',
    ({ account, status }) => account === who.account && status !== 'ended',
  )
  if (row.createdBy !== who.id) throw forbidden('Only who created a connection edits it.')
  return row
}

function keyField({ platform }: Visit, { app }: ConnectionRow): Part {
  if (platform.store.find('apps', { name: app })[0]?.auth !== 'api-key') return false
  return field({ name: 'apiKey', label: 'Another API key', type: 'password', hint: 'Empty: the key stays.' })
}

/** C4: everybody, unless somebody is ticked. */
function usableByBoxes({ platform }: Visit, { account, usableBy }: ConnectionRow): Html {
  const named = usableBy === 'everyone' ? { users: [], groups: [] } : usableBy
  const groups = platform.store.find('groups', { account })
  const users = platform.store.find('users', { account })
  return html`${ticks('Who may use it', tick('everyone', 'yes', 'Everybody in the account', usableBy === 'everyone'))}
${groups.length > 0 && ticks('Else these groups', html`<div class="boxes">${groups.map(({ id, name }) => tick('groups', id, name, named.groups.includes(id)))}</div>`)}
${ticks('And these people', html`<div class="boxes">${users.map(({ id, email }) => tick('users', id, email, named.users.includes(id)))}</div>`)}`
}

export function edit(visit: Visit): Reply {
  const { form: sent, params } = visit
  const usableBy: UsableBy =
    sent.get('everyone') === 'yes' ? 'everyone' : { users: sent.getAll('users'), groups: sent.getAll('groups') }
  const apiKey = sent.get('apiKey') || undefined
  const body = { name: sent.get('name')?.trim() || null, usableBy, ...(apiKey === undefined ? {} : { apiKey }) }
  writing(visit, (write) => update(write, 'connections', params.id ?? '', seen(visit), body))
  return { to: '/portal/integrations', notice: { tone: 'done', text: 'The connection is saved.' } }
}
