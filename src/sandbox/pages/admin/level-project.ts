import type { AccountRow, AppRow, ProjectRow } from '../../rows.js'
import { accountSetting, projectSetting } from '../../settings.js'
import { form, tick, ticks } from '../view/form.js'
import { type Html, html } from '../view/html.js'
import { badge, counted } from '../view/parts.js'
import { type Visit, versionOf } from '../visit.js'
import { switchOff } from './level-account.js'
import { groupRows } from './level-group.js'
import { adminPath } from './place.js'

/** The project level: which groups and which types of groups (L6). It opens only below an open account (L14). */
export function projectPanel(visit: Visit, account: AccountRow, app: AppRow, project: ProjectRow): Html {
  const { store } = visit.platform
  const above = accountSetting(store, account.id, app.name)
  const { enabled } = projectSetting(store, project, app.name)
  const title = `project-${project.id}`
  const head = html`<div class="head"><h3 id="${title}">${project.name}</h3>${enabled ? badge('good', 'On') : badge('none', 'Off')}</div>`
  const open = above.enabled && above.projects.includes(project.id)
  const body =
    open || enabled
      ? html`${chosen(visit, app, project)}${groupRows(visit, account, app, project)}`
      : html`<p>${whyClosed(above.enabled, project)}</p>`
  return html`<section class="panel" aria-labelledby="${title}">${head}${body}</section>`
}

function whyClosed(above: boolean, { state }: ProjectRow): string {
  if (state === 'archived') return 'The project is archived.'
  return above ? 'The account leaves this project out.' : 'It must be switched on in the account first.'
}

function chosen(visit: Visit, app: AppRow, project: ProjectRow): Html {
  const { store } = visit.platform
  const setting = projectSetting(store, project, app.name)
  const version = versionOf(setting)
  const groups = store.find('groups', { project: project.id })
  const types = [...new Set([...groups.map(({ type }) => type), ...setting.groupTypes])]
    .filter((type) => type !== null)
    .sort()
  const groupBoxes = groups.map(({ id, name }) => tick('group', id, name, setting.groups.includes(id)))
  const typeBoxes = types.map((type) => tick('type', type, type, setting.groupTypes.includes(type)))
  const action = `${adminPath(project.account, 'integrations', app.name)}/projects/${encodeURIComponent(project.id)}`
  const fields = html`<input type="hidden" name="enabled" value="yes">
${groupBoxes.length > 0 && ticks('Groups that may use it', html`<div class="boxes">${groupBoxes}</div>`)}
${typeBoxes.length > 0 && ticks('Types of groups, also later ones', html`<div class="boxes">${typeBoxes}</div>`)}
<button class="main">${setting.enabled ? 'Save' : 'Switch on'} <span class="heard">in ${project.name}</span></button>`
  const live = store.count('connections', { project: project.id, app: app.name, live: true })
  const loss = `closes it for all groups of ${project.name} and ends ${counted(live, 'live connection')} that ${live === 1 ? 'stands' : 'stand'} in it`
  return html`${form(visit, action, fields, { version })}${setting.enabled && switchOff(visit, action, version, loss, `in ${project.name}`)}`
}
