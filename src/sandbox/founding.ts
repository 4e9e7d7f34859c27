import { createHmac, randomBytes } from 'node:crypto'
import { redirectUri } from './connecting/flow.js'
import { Revocations } from './connecting/revocations.js'
import { freezePortals } from './effective.js'
import { Switches } from './faults/switches.js'
import { transaction } from './http/execute.js'
import { LIMITS } from './http/limits.js'
import { ThirdParty } from './oauth/third-party.js'
import type { SandboxOptions } from './options.js'
import { newId, type Platform } from './platform.js'
import { Rates } from './rates.js'
import type { Seed } from './seed/format.js'
import { sow } from './seed/seed.js'
import { dataFile } from './store/data-file.js'
import { Store } from './store/store.js'
import { printedToken, register } from './tokens.js'

/** The platform over its store, not yet listening. */
export function openPlatform(options: SandboxOptions): Platform {
  const store = new Store(options.data === undefined ? ':memory:' : dataFile(options.data))
  const thirdParty = new ThirdParty({
    sql: store.sql,
    asker: () => platform.tenant,
    redirectUri: () => redirectUri(platform),
    secret: () => createHmac('sha256', platform.secret).update('third party').digest('hex'),
    names: () => platform.names,
  })
  const platform: Platform = {
    store,
    thirdParty,
    revocations: new Revocations(store.sql, thirdParty),
    finishing: new Map(),
    tenant: 'sandbox',
    clock: options.clock ?? Date.now,
    random: options.random ?? randomBytes,
    lagSeconds: options.lagSeconds ?? 0,
    latencyMs: options.latencyMs ?? 0,
    faults: new Switches(),
    rates: new Rates(),
    totals: new Map(),
    expiryDue: 0,
    limits: { ...LIMITS, ...options.limits },
    names: (options.names ?? []).map((name) => name.toLowerCase()),
    secret: '',
    url: '',
  }
  return platform
}

/** Sows a fresh platform, or finds the one that the data file holds. */
export function settle(
  platform: Platform,
  options: SandboxOptions,
  seed: Seed | undefined,
): { fresh: boolean; secret: string } {
  const { store } = platform
  const kept = new Map(
    store.sql
      .query('SELECT key, value FROM meta')
      .all()
      .map(([key, value]) => [key, String(value)]),
  )
  const secret = kept.get('secret') ?? Buffer.from(platform.random(32)).toString('hex')
  platform.secret = secret
  platform.tenant = kept.get('tenant') ?? options.tenant ?? seed?.tenant ?? 'sandbox'
  const fresh = !kept.has('secret')
  transaction(platform, () => {
    if (fresh) found(platform, secret, seed)
    if (platform.lagSeconds > 0) freezePortals(platform)
  })
  return { fresh, secret }
}

function found(platform: Platform, secret: string, seed: Seed | undefined): void {
  const { store, tenant } = platform
  const keep = store.sql.query('INSERT INTO meta VALUES (?,?)')
  keep.run('secret', secret)
  keep.run('tenant', tenant)
  const place = { account: null, projects: [], department: null, designation: null, manager: null }
  const operator = { id: newId(platform, 'users'), email: `writ@${tenant}`, role: 'operator', ...place } as const
  store.put('users', operator)
  for (const kind of ['full', 'read'] as const) register(store, printedToken(secret, kind), operator.id, kind, 'api')
  if (seed) sow(platform, seed)
}
