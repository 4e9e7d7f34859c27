import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rowsOf } from './read-back.mjs'
import { TENANT } from './shapes.mjs'

/**
 * Writes estates that say what a seeded platform is already, so that planning them has nothing to do.
 * `sets`: a few AccountSets. `rules`: the same, and every rule on connections. `written`: every project a document. All with the catalogue.
 */
export async function readPlatform(platform) {
  const [apps, accounts, projects, toggles, entries] = await Promise.all(
    ['apps', 'accounts', 'projects', 'account-integrations', 'project-integrations'].map((list) =>
      rowsOf(platform, list),
    ),
  )
  return { url: platform.url, apps, accounts, projects, toggles, entries }
}

/** @param perFile how many documents a file takes; by default each account has its file */
export async function writeEstate(dir, rows, form, perFile) {
  const files = FORMS[form](rows)
  const parts = perFile === undefined ? files : regrouped(files, perFile)
  await mkdir(join(dir, 'accounts'), { recursive: true })
  await writeFile(join(dir, 'writ.yaml'), config(rows.url))
  for (const [name, documents] of parts) await writeFile(join(dir, name), documents.join('---\n'))
  return [...parts.values()].reduce((count, documents) => count + documents.length, 0)
}

const FORMS = { sets: setFiles, rules: ruledFiles, written: writtenFiles }

const config = (url) => `version: 1
platform:
  type: writ
  url: ${url}
  tenant: ${TENANT}
  token: {env: WRIT_TOKEN}
`

function setFiles({ apps, accounts, toggles }) {
  const names = new Map(accounts.map(({ id, name }) => [id, name]))
  const tiers = ['basic', 'pro', 'enterprise'].map((tier) => tierSet(tier, apps))
  const switches = apps.flatMap(({ name }) =>
    [true, false].flatMap((enabled) => {
      const matched = toggles.filter((row) => row.app === name && row.enabled === enabled)
      return matched.length === 0
        ? []
        : [
            switchSet(
              name,
              enabled,
              matched.map(({ account }) => names.get(account)),
            ),
          ]
    }),
  )
  return new Map([
    ['apps.yaml', apps.map(appDocument)],
    ['sets.yaml', [...tiers, ...switches]],
  ])
}

/** Every rule looks at every connection, and none finds one to end. */
function ruledFiles(rows) {
  const files = setFiles(rows)
  const apps = rows.apps.map((app) => `${appDocument(app)}permissions: {deny: [admin]}\n`)
  return new Map([...files, ['apps.yaml', apps], ['rules.yaml', [ruleSet(rows.accounts)]]])
}

const ruleSet = (accounts) => `kind: AccountSet
name: rules
match: all
connections:
  undeclared: keep
  permissions: revoke
  externalDomains: [${accounts.map(({ name }) => `${name}.example`).join(', ')}]
  maxPerUserAndApp: 100
  idleDays: 36500
  requireServiceAccount: []
  inUse: protect
`

function writtenFiles({ apps, accounts, projects, toggles, entries }) {
  const togglesOf = grouped(toggles, 'account')
  const projectsOf = grouped(projects, 'account')
  const entriesOf = grouped(entries, 'project')
  const files = new Map([['apps.yaml', apps.map(appDocument)]])
  for (const account of accounts) {
    const own = (projectsOf.get(account.id) ?? []).map((project) =>
      projectDocument(account, project, entriesOf.get(project.id) ?? []),
    )
    files.set(`accounts/${account.name}.yaml`, [accountDocument(account, togglesOf.get(account.id) ?? []), ...own])
  }
  return files
}

function grouped(rows, field) {
  const groups = new Map()
  for (const row of rows) {
    const group = groups.get(row[field])
    if (group === undefined) groups.set(row[field], [row])
    else group.push(row)
  }
  return groups
}

/** The same documents in files of another size. */
function regrouped(files, perFile) {
  const documents = [...files.values()].flat()
  const parts = new Map()
  for (let at = 0; at < documents.length; at += perFile)
    parts.set(`accounts/part-${String(at).padStart(6, '0')}.yaml`, documents.slice(at, at + perFile))
  return parts
}

const appDocument = ({ name, displayName, category, auth, version, settings }) => `kind: App
name: ${name}
displayName: ${displayName}
category: ${category}
auth: ${auth}
state: active
version: "${version}"
settings: {clientId: ${settings.clientId}}
`

const tierSet = (tier, apps) => `kind: AccountSet
name: ${tier}-customers
match: {labels: {tier: ${tier}}}
showIntegrations: true
allowedApps: ${tier === 'enterprise' ? '{allApps: true}' : `{apps: [${apps.map(({ name }) => name).join(', ')}]}`}
connections: {unpermitted: revoke}
`

const switchSet = (app, enabled, names) => `kind: AccountSet
name: ${app}-${enabled ? 'on' : 'off'}
match:
  names: [${names.join(', ')}]
integrations:
  ${app}: ${toggle({ enabled })}
`

const toggle = ({ enabled }) => (enabled ? '{enabled: true, projects: all}' : '{enabled: false}')

const accountDocument = ({ name, labels, allowedApps }, toggles) => `kind: Account
name: ${name}
labels: {region: ${labels.region}, tier: ${labels.tier}}
showIntegrations: true
allowedApps: ${allowedApps === 'all' ? '{allApps: true}' : `{apps: [${allowedApps.join(', ')}]}`}
integrations:
${toggles.map((row) => `  ${row.app}: ${toggle(row)}\n`).join('')}`

const projectDocument = (account, { name, state }, entries) => `kind: Project
account: ${account.name}
name: ${name}
state: ${state}
${entries.length > 0 ? 'integrations:\n' : ''}${entries.map((row) => `  ${row.app}: ${entry(row)}\n`).join('')}`

/** What is opened for nobody says nothing of groups, since that would be a warning. */
const entry = ({ enabled, groupTypes }) =>
  `{enabled: ${enabled}${groupTypes.length > 0 ? `, groupTypes: [${groupTypes.join(', ')}]` : ''}}`
