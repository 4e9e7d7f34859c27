import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadEstate } from '../../src/documents/index.js'
import { importOver } from '../../src/engine/import.js'
import { planOver } from '../../src/engine.js'
import type { Estate } from '../../src/model/document.js'
import type { AccountIntegrationRow, AccountRow, AppRow, Snapshot } from '../../src/model/snapshot.js'
import { NOW, QUIET, unrest } from './importing.js'

const CUSTOMERS = 40_000
const TIERS = ['free', 'basic', 'pro', 'team', 'business', 'enterprise']
const APPS = Array.from({ length: 24 }, (_, at) => `app-${String(at).padStart(2, '0')}`)
/** Every so many customers one has an app less than its tier. */
const ODD = 500

const appsOf = (at: number): string[] => APPS.slice(at % ODD === 7 ? 1 : 0, 4 * ((at % TIERS.length) + 1))

const byId = <R extends { readonly id: string }>(rows: R[]): Map<string, R> => new Map(rows.map((row) => [row.id, row]))

const apps = APPS.map((name): AppRow => {
  const texts = { name, displayName: name, description: '', provider: '', category: 'other', version: '1.0.0' }
  const standing = { status: 'active', configured: true, availableVersion: null, settings: {}, secrets: {} } as const
  return { id: `app_${name}`, etag: '1', ...texts, auth: 'api-key', uses: [], ...standing }
})

const accounts = Array.from({ length: CUSTOMERS }, (_, at): AccountRow => {
  const tier = TIERS[at % TIERS.length] as string
  const allowedApps = tier === 'enterprise' ? 'all' : appsOf(at)
  const labels = { tier, region: at % 2 === 0 ? 'eu' : 'us' }
  return { id: `acc_${at}`, etag: '1', name: `cust-${at}`, labels, showIntegrations: true, allowedApps }
})

const integrations = accounts.flatMap(({ id }, at) =>
  appsOf(at)
    .slice(0, 4)
    .map((app): AccountIntegrationRow => {
      const setting = { enabled: true, projects: [], newProjects: true, problem: null }
      return { id: `${id}.${app}`, etag: '1', account: id, app, ...setting }
    }),
)

/** A platform as it would have been read: what matters here is how many there are. */
const snapshot: Snapshot = {
  platform: {
    ...{ name: 'portal', tenant: 'portal-cloud', version: '1', url: 'http://127.0.0.1:1' },
    capabilities: {
      levels: ['account', 'project', 'group', 'person'],
      ...{ changeFeed: true, lease: true, expectConnections: true },
    },
  },
  principal: { id: 'usr_writ', name: 'writ', roles: [{ role: 'operator' }], tokenKind: 'read' },
  revision: 1,
  rows: {
    ...{ apps: byId(apps), accounts: byId(accounts), 'account-integrations': byId(integrations) },
    ...{ 'project-templates': new Map(), projects: new Map(), groups: new Map(), users: new Map() },
    ...{ invitations: new Map(), connections: new Map(), workflows: new Map(), 'project-integrations': new Map() },
    ...{ 'group-integrations': new Map(), 'user-integrations': new Map() },
  },
  reads: [],
}

const WRIT = 'version: 1\nplatform: {type: writ, url: "http://127.0.0.1:1", tenant: portal-cloud, token: {env: T}}\n'

test('40,000 customers in six tiers become six packages, six sets and the exceptions, and nothing would change', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'writ-import-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  writeFileSync(join(dir, 'writ.yaml'), WRIT)
  const empty = (await loadEstate(dir, { now: NOW })).estate as Estate
  const { files, left } = importOver(empty, snapshot, { accounts: null, setsBy: 'tier', kinds: null })
  const folders = files.map(({ path }) => dirname(path))
  const odd = accounts.filter((_, at) => at % ODD === 7).length
  const times = (folder: string) => folders.filter((each) => each === folder).length
  expect({ packages: times('packages'), sets: times('sets'), apps: times('apps') }).toEqual({
    packages: 6,
    sets: 6,
    apps: 24,
  })
  expect(times('accounts')).toBe(odd)
  expect(left).toEqual([])
  for (const { path, text } of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  const { estate, diagnostics } = await loadEstate(dir, { now: NOW })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const options = { tool: 'writ test', environment: null, now: NOW, only: [], countChanges: false }
  const { plan } = planOver(estate as Estate, snapshot, options)
  expect(unrest({ plan })).toEqual(QUIET)
  expect(plan.coverage.accounts).toMatchObject({ governed: CUSTOMERS, total: CUSTOMERS })
}, 300_000)
