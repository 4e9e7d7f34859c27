import type { AccountRow, AppRow } from '../../rows.js'
import { accountSetting } from '../../settings.js'
import { shown } from '../../shown.js'
import { form, tick, ticks } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { badge, counted } from '../view/parts.js'
import { type Visit, versionOf } from '../visit.js'
import { adminPath } from './place.js'

/** The account level: the toggle, which projects, and whether later ones join (L2, L3). */
export function accountPanel(visit: Visit, account: AccountRow, app: AppRow): Html {
  const { store } = visit.platform
  const setting = shown(store, accountSetting(store, account.id, app.name))
  const version = versionOf(setting)
  const action = `${adminPath(account.id, 'integrations', app.name)}/account`
  const { enabled, newProjects, problem } = setting
  const fresh = version === ''
  const active = store.find('projects', { account: account.id }).filter(({ state }) => state === 'active')
  const boxes = active.map(({ id, name }) => tick('project', id, name, fresh || setting.projects.includes(id)))
  const fields = html`<input type="hidden" name="enabled" value="yes">
${boxes.length > 0 && ticks('Projects that may use it', html`<div class="boxes">${boxes}</div>`)}
${tick('newProjects', 'yes', 'Projects created later, too', newProjects)}
<button class="main">${enabled ? 'Save the selection' : 'Switch on'}</button>`
  return html`<section class="panel" aria-labelledby="account-level"><div class="head"><h2 id="account-level">In the account</h2>${enabled ? badge('good', 'On') : badge('none', 'Off')}</div>
${problem !== null && html`<p class="warn">It is on, but cannot be used: ${problem}.</p>`}
<p>${enabled ? 'Projects that you leave out are closed, and their connections end.' : 'Switching on opens nothing by itself: projects and groups decide next.'}</p>
${form(visit, action, fields, { version })}${enabled && off(visit, action, version, account, app)}</section>`
}

/** L5: what goes with it is said before it goes. */
function off(visit: Visit, action: string, version: string, { id }: AccountRow, { name }: AppRow): Part {
  const { store } = visit.platform
  const live = store.count('connections', { account: id, app: name, live: true })
  const open = store.find('project-integrations', { account: id, app: name }).filter(({ enabled }) => enabled).length
  const loss = `closes it in ${counted(open, 'project')} and ends ${counted(live, 'live connection')}`
  return switchOff(visit, action, version, loss, 'in the account')
}

/** The way to close a level: folded away, and ticked before it is sent. */
export function switchOff(visit: Visit, action: string, version: string, loss: string, where: string): Html {
  const fields = html`<input type="hidden" name="enabled" value="no"><p class="lost">Switching off ${loss}. Connections cannot be brought back.</p>
${tick('sure', 'yes', 'I want that', false, true)}<button class="danger">Switch off <span class="heard">${where}</span></button>`
  return html`<details><summary>Switch off <span class="heard">${where}</span></summary>${form(visit, action, fields, { version })}</details>`
}
