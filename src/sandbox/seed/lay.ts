import { sortedSet } from '../merge.js'
import type { Platform } from '../platform.js'
import type { AppRow, Draft } from '../rows.js'
import { settingId } from '../rows.js'
import { SELECTED } from '../rules/account-level.js'
import { isConfigured } from '../rules/apps.js'
import { keepSecrets } from '../secrets.js'
import type { Seed, SeedAccount, SeedApp } from './format.js'
import { layConnections } from './lay-connections.js'
import { layPeople } from './lay-people.js'
import { layProjects } from './lay-projects.js'
import { Ledger, type Scope } from './ledger.js'
import { SeedError } from './names.js'

/**
 * Lays a written-out seed down as it stands: no rule fires, only names must exist.
 * @throws SeedError with every name that is unknown or given twice.
 */
export function lay(platform: Platform, { apps = [], accounts = [], operators = [] }: Seed): void {
  const ledger = new Ledger(platform)
  for (const [index, app] of apps.entries()) layApp(ledger, app, `/apps/${index}`)
  const names = ledger.names('account')
  for (const [index, account] of accounts.entries()) {
    const at = `/accounts/${index}`
    const id = ledger.id('accounts', account.id, at)
    names.add(account.name, id, at)
    layAccount(ledger, account, at, id)
  }
  for (const [index, { id, email }] of operators.entries()) {
    const place = { account: null, projects: [], department: null, designation: null, manager: null }
    ledger.put('users', { id: ledger.id('users', id, `/operators/${index}`), email, role: 'operator', ...place })
  }
  if (ledger.errors.length > 0) throw new SeedError(ledger.errors)
}

function layApp(ledger: Ledger, seed: SeedApp, at: string): void {
  const id = ledger.id('apps', seed.id, at)
  ledger.apps.add(seed.name, id, at)
  ledger.put('apps', appRow(ledger.platform, seed, id))
}

function appRow(platform: Platform, { name, auth, ...seed }: SeedApp, id: string): Draft<AppRow> {
  const { displayName = name, description = '', provider = '', category = 'other', uses = [] } = seed
  const { status = 'active', version = '1.0.0', availableVersion = null, settings = {} } = seed
  const texts = { displayName, description, provider, category, auth, uses: sortedSet(uses) }
  const configured = isConfigured({ auth, status, settings })
  const kept = { settings, scopes: sortedSet(seed.scopes ?? []), secrets: keepSecrets(platform, {}, seed.secrets) }
  return { id, name, ...texts, status, configured, version, availableVersion, ...kept }
}

function layAccount(ledger: Ledger, seed: SeedAccount, at: string, id: string): void {
  const { name, labels = {}, showIntegrations = false, allowedApps: allowed = [] } = seed
  if (allowed !== 'all') ledger.demandApps(allowed, `${at}/allowedApps`)
  const allowedApps = allowed === 'all' ? allowed : sortedSet(allowed)
  ledger.put('accounts', { id, name, labels, showIntegrations, allowedApps })
  const names = { users: ledger.names('user'), projects: ledger.names('project') }
  const scope = { at, id, ...names, templates: ledger.names('template'), groups: ledger.names('group'), active: [] }
  layPeople(ledger, seed, scope)
  layProjects(ledger, seed, scope)
  layLevel(ledger, seed, scope)
  layConnections(ledger, seed, scope)
}

function layLevel(
  ledger: Ledger,
  { integrations = {} }: SeedAccount,
  { at, id: account, projects, active }: Scope,
): void {
  ledger.demandApps(Object.keys(integrations), `${at}/integrations`)
  for (const [app, entry] of Object.entries(integrations)) {
    const { enabled = true, projects: chosen = [], newProjects = chosen === 'all' } = entry
    const named = () => projects.sorted(chosen as string[], `${at}/integrations/${app}/projects`)
    const selected = chosen === 'all' ? [...active].sort() : named()
    const row = { id: settingId(account, app), account, app, enabled, projects: selected, newProjects, problem: null }
    const untouched = !enabled && entry.projects === undefined
    ledger.put('account-integrations', row, untouched ? undefined : SELECTED)
  }
}
