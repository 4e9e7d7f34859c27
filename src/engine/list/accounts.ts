import { compareText } from '../../model/canonical.js'
import type { AccountIntegrationRow } from '../../model/snapshot.js'
import { groupBy } from '../../report/words.js'
import { type OpenIn, openProjects } from './apps.js'
import { holds, is, type ListView, more, shown } from './view.js'

/** The accounts: their menu (T1), what they are allowed (T2), and in which projects each integration is enabled (L11). */
export const accounts: ListView = {
  collections: () => ['apps', 'accounts', 'projects', 'account-integrations', 'project-integrations'],
  columns: [...shown('name', 'menu', 'allowedApps', 'integrations'), ...more('labels', 'id')],
  nameColumn: 'name',
  statuses: ['shown', 'hidden'],
  rows: (snapshot, { name, status, app, account }) => {
    const all = [...snapshot.rows.accounts.values()]
    const openIn = openProjects(snapshot)
    const settings = groupBy(snapshot.rows['account-integrations'].values(), (row) => row.account)
    const rows = all
      .filter((row) => holds(row.name, name) && is(row.name, account))
      .map(({ id, name, labels, showIntegrations, allowedApps }) => ({
        ...{ id, name, labels, allowedApps },
        menu: showIntegrations ? 'shown' : 'hidden',
        integrations: enabled(openIn, settings.get(id) ?? []),
      }))
      .filter(({ menu, integrations }) => is(menu, status) && (app === undefined || Object.hasOwn(integrations, app)))
    return { rows, total: all.length }
  },
}

/** The integrations that are on, each with the projects in which it is on as well. */
const enabled = (
  openIn: (setting: AccountIntegrationRow) => OpenIn,
  settings: readonly AccountIntegrationRow[],
): Record<string, OpenIn> =>
  Object.fromEntries(
    settings
      .filter((setting) => setting.enabled)
      .sort((a, b) => compareText(a.app, b.app))
      .map((setting) => [setting.app, openIn(setting)]),
  )
