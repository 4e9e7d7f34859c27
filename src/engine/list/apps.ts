import { compareText } from '../../model/canonical.js'
import type { AccountIntegrationRow, AppRow, Snapshot } from '../../model/snapshot.js'
import { groupBy } from '../../report/words.js'
import { holds, is, type ListFilters, type ListView, more, shown } from './view.js'

/** The registry (R1, R2), and where an account is named, in which of its projects each app is enabled (L11). */
export const apps: ListView = {
  collections: ({ account }) =>
    account === undefined ? ['apps'] : ['apps', 'accounts', 'projects', 'account-integrations', 'project-integrations'],
  columns: [
    ...shown('name', 'status'),
    ...more('displayName'),
    ...shown('category'),
    ...more('auth', 'provider', 'uses', 'version'),
    ...shown('availableVersion', 'problem', 'enabled', 'projects'),
    ...shown('description'),
  ],
  nameColumn: 'name',
  statuses: ['active', 'inactive', 'upgrade-pending', 'not-installed'],
  rows: (snapshot, filters) => {
    const all = [...snapshot.rows.apps.values()]
    const { name, status, description, app } = filters
    const kept = all.filter(
      (row) =>
        (holds(row.name, name) || holds(row.displayName, name)) &&
        is<string>(row.status, status) &&
        holds(row.description, description) &&
        is(row.name, app),
    )
    return {
      rows: kept.map((row) => ({ ...rowOf(row), ...enabledIn(snapshot, filters, row.name) })),
      total: all.length,
    }
  },
}

const rowOf = ({ name, status, displayName, category, auth, provider, uses, version, ...row }: AppRow) => ({
  ...{ name, status, displayName, category, auth, provider, uses, version },
  availableVersion: row.availableVersion,
  problem: row.configured || status === 'not-installed' ? null : 'not configured',
  description: row.description,
})

/** The projects that the account selects and that are on themselves; nothing where no account is asked about. */
function enabledIn(snapshot: Snapshot, { account }: ListFilters, app: string) {
  if (account === undefined) return {}
  const { rows } = snapshot
  const id = [...rows.accounts.values()].find(({ name }) => name === account)?.id
  const setting = rows['account-integrations'].get(`${id}.${app}`)
  return {
    enabled: setting?.enabled ?? false,
    projects: setting?.enabled ? openProjects(snapshot)(setting) : [],
  }
}

/** Where an integration is on: in some projects, or in the whole of an account that has none. */
export type OpenIn = readonly string[] | 'everywhere'

/**
 * Tells in which of the projects that an account selects an integration is on in the project as well. Where there are no
 * projects, or the tenant has no such level, it is on everywhere; while projects are not known whole nobody says that.
 */
export function openProjects({ rows, reads, platform }: Snapshot): (setting: Setting) => OpenIn {
  const own = groupBy(rows.projects.values(), ({ account }) => account)
  const isWhole = reads.every(({ collection, complete }) => collection !== 'projects' || complete)
  return ({ account, app, projects }) => {
    if (!platform.capabilities.levels.includes('project') || (isWhole && !own.has(account))) return 'everywhere'
    return projects
      .filter((id) => rows['project-integrations'].get(`${id}.${app}`)?.enabled === true)
      .map((id) => rows.projects.get(id)?.name ?? id)
      .sort(compareText)
  }
}

type Setting = Pick<AccountIntegrationRow, 'account' | 'app' | 'projects'>
