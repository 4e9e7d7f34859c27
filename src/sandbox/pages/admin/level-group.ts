import { groupOn } from '../../gates.js'
import type { AccountRow, AppRow, GroupRow, ProjectRow } from '../../rows.js'
import { accountSetting, groupSetting, projectSetting } from '../../settings.js'
import { form, select } from '../view/form.js'
import { html, type Part } from '../view/html.js'
import { badge, columns, table } from '../view/parts.js'
import { type Visit, versionOf } from '../visit.js'
import { adminPath } from './place.js'

/** The groups of a project, or those of the account that stand in none; each has a word of its own (L9). */
export function groupRows(visit: Visit, account: AccountRow, app: AppRow, project: ProjectRow | null): Part {
  const { store } = visit.platform
  const groups = store.find('groups', { account: account.id, project: project?.id ?? null })
  const open = project
    ? projectSetting(store, project, app.name).enabled
    : accountSetting(store, account.id, app.name).enabled
  if (groups.length === 0 || !open) return false
  const caption = project ? `Groups of ${project.name}` : 'Groups without a project'
  const rows = groups.map((group) => row(visit, app, project, group))
  return table(`groups-${project?.id ?? 'none'}`, caption, columns('Group', 'Type', 'Now', 'Own word'), rows)
}

const WORDS = [
  { value: 'inherit', text: 'As the project says' },
  { value: 'on', text: 'On' },
  { value: 'off', text: 'Off' },
]

function row(visit: Visit, app: AppRow, project: ProjectRow | null, group: GroupRow): Part[] {
  const { store } = visit.platform
  const own = groupSetting(store, group, app.name)
  const chosen = project ? projectSetting(store, project, app.name) : { groups: [], groupTypes: [] }
  const on = groupOn({ ...group, setting: own.setting }, chosen)
  const action = `${adminPath(group.account, 'integrations', app.name)}/groups/${encodeURIComponent(group.id)}`
  const fields = html`${select('setting', `Own word of ${group.name}`, WORDS, own.setting, `word-${group.id}`)}<button>Save <span class="heard">for ${group.name}</span></button>`
  return [
    group.name,
    group.type ?? '–',
    on ? badge('good', 'On') : badge('none', 'Off'),
    html`<div class="inline">${form(visit, action, fields, { version: versionOf(own) })}</div>`,
  ]
}
