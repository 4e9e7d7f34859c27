import { closeAppInAccount, closeAppInProject } from '../cascades.js'
import { sortedSet } from '../merge.js'
import { invalidAt } from '../problems.js'
import type { AccountIntegrationRow, AccountRow, Draft } from '../rows.js'
import { accountSetting } from '../settings.js'
import type { Store } from '../store/store.js'
import type { Write } from '../write.js'
import type { SettingBehaviour } from './behaviour.js'
import { demandAccountLevel } from './levels.js'
import { demandRows } from './references.js'

type Setting = Draft<AccountIntegrationRow>
type Selection = Pick<Setting, 'projects' | 'newProjects'>
type Body = { enabled?: boolean; projects?: 'all' | string[]; newProjects?: boolean }

/** The mark of a setting whose projects somebody has chosen, or that was on before: L2's default is for the others. */
export const SELECTED = 'selected'

/** The account level (L2 to L5, L10): toggle and selection travel in one write (L13). */
export const accountLevel: SettingBehaviour<'account-integrations', 'accounts'> = {
  parent: 'accounts',
  schema: 'AccountIntegrationUpdate',
  current: ({ store }, account, app) => accountSetting(store, account.id, app),
  run,
}

function run(write: Write, before: Setting, body: Body, account: AccountRow): AccountIntegrationRow {
  const { store } = write
  demandCoherent(body)
  const enabled = body.enabled ?? before.enabled
  const opening = enabled && !before.enabled
  if (opening) demandAccountLevel(account, before.app)
  const fresh = opening && store.mark('account-integrations', before.id) !== SELECTED
  const selection = selectionAfter(
    store,
    before,
    fresh && !body.projects ? { newProjects: true, ...body, projects: 'all' } : body,
  )
  const after = { ...before, ...selection, enabled }
  const row = write.save('account-integrations', before, after)
  if (opening || body.projects) store.setMark('account-integrations', row.id, SELECTED)
  closeBelow(write, before, row)
  return row
}

function selectionAfter(store: Store, before: Setting, body: Body): Selection {
  const { account } = before
  if (body.projects === undefined)
    return { projects: before.projects, newProjects: body.newProjects ?? before.newProjects }
  if (body.projects !== 'all') {
    demandRows(
      store,
      'projects',
      body.projects,
      (index) => `/projects/${index}`,
      (row) => isActive(row) && row.account === account,
    )
    return { projects: sortedSet(body.projects), newProjects: body.newProjects ?? before.newProjects }
  }
  const active = store.find('projects', { account }).filter(isActive)
  return { projects: active.map(({ id }) => id), newProjects: body.newProjects ?? true }
}

const isActive = (row: object): boolean => 'state' in row && row.state === 'active'

/** L5 when it went off; else whatever left the selection is closed there, and nothing else (L13). */
function closeBelow(write: Write, before: Setting, after: Setting): void {
  const { account, app } = after
  if (before.enabled && !after.enabled) closeAppInAccount(write, account, app)
  const staying = new Set(after.projects)
  for (const project of before.projects) {
    if (!staying.has(project)) closeAppInProject(write, project, app)
  }
}

/** A body that says "all" and "not the new ones" contradicts itself. */
function demandCoherent(body: Body): void {
  if (body.projects === 'all' && body.newProjects === false) {
    throw invalidAt('/newProjects', '"all" includes projects created later; list the projects instead')
  }
}
