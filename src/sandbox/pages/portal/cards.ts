import { allowsConnecting } from '../../access.js'
import type { AppRow, ConnectionRow } from '../../rows.js'
import { button, form, hiddenFields } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { badge } from '../view/parts.js'
import type { Visit } from '../visit.js'
import { type Place, portalPath } from './place.js'

/** One app as its user sees it: what it is, how it stands, and the toggle that connects and disconnects it. */
export function card(visit: Visit, place: Place, app: AppRow): Html {
  const mine = place.own.find((row) => row.app === app.name && row.name === null)
  const more = place.own.filter((row) => row.app === app.name && row.name !== null).length
  return html`<li class="card"><div class="head">
<h3><a href="${portalPath(place, `/portal/integrations/${encodeURIComponent(app.name)}`)}">${app.displayName}</a></h3>
${toggle(visit, place, app, mine)}</div>
${app.description !== '' && html`<p>${app.description}</p>`}
<div class="row">${standing(visit, place, app, mine)}</div>
${more > 0 && html`<p>And ${more} named ${more === 1 ? 'connection' : 'connections'} of yours.</p>`}</li>`
}

/** U3: off starts the flow, on disconnects. An API key is asked for on the app's own page. */
function toggle(visit: Visit, place: Place, app: AppRow, mine: ConnectionRow | undefined): Part {
  if (place.user === null) return false
  if (mine && mine.status !== 'requested')
    return switchButton(visit, '/portal/disconnect', { id: mine.id }, app, true, mine.etag)
  if (mine || app.auth === 'api-key' || !mayConnect(visit, place, app)) return false
  return switchButton(visit, '/portal/connect', { app: app.name }, app, false)
}

function switchButton(
  visit: Visit,
  action: string,
  hidden: Record<string, string>,
  { displayName }: AppRow,
  on: boolean,
  version?: string,
): Html {
  const words = html`<span class="heard">${displayName} connected</span>`
  const toggle = html`<button class="switch" role="switch" aria-checked="${String(on)}">${words}</button>`
  return form(visit, action, html`${hiddenFields(hidden)}${toggle}`, { version })
}

const mayConnect = ({ platform }: Visit, { account, user }: Place, app: AppRow): boolean =>
  user !== null && allowsConnecting(platform.store, { account, app: app.name, project: null, user })

function standing(visit: Visit, place: Place, app: AppRow, mine: ConnectionRow | undefined): Part {
  if (mine) return statusOf(visit, app, mine)
  if (place.user === null) return false
  if (!mayConnect(visit, place, app))
    return html`${badge('none', 'Not switched on for you')}<small>Your administrator decides who uses it.</small>`
  if (app.auth === 'api-key') {
    const to = portalPath(place, `/portal/integrations/${encodeURIComponent(app.name)}`)
    return html`${badge('none', 'Not connected')}<a class="button" href="${to}">Enter an API key<span class="heard"> for ${app.displayName}</span></a>`
  }
  return badge('none', 'Not connected')
}

/** How a connection stands, with what its owner can do about it. */
export function statusOf(visit: Visit, { displayName, auth }: AppRow, row: ConnectionRow): Part {
  const again = (text: string) =>
    button(visit, '/portal/authorize', text, { id: row.id }, { of: displayName, tone: 'main' })
  if (row.status === 'requested')
    return html`${badge('wait', 'Waiting for you')}<span>Your administrator asks you to connect.</span>${again('Connect')}`
  if (row.status === 'needs-reauth' && auth === 'api-key')
    return html`${badge('bad', 'Key refused')}<span>Disconnect it, then enter a key again.</span>`
  if (row.status === 'needs-reauth')
    return html`${badge('bad', 'Sign in again')}<span>The connection needs your consent once more.</span>${again('Sign in again')}`
  return html`${badge('good', 'Connected')}${row.externalAccount !== null && html`<span>as ${row.externalAccount}</span>`}`
}
