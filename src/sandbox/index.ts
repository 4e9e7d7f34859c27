import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { redirectUri } from './connecting/flow.js'
import { Revocations } from './connecting/revocations.js'
import { freezePortals } from './effective.js'
import { transaction } from './http/execute.js'
import { createServer } from './http/server.js'
import { ThirdParty } from './oauth/third-party.js'
import { newId, type Platform } from './platform.js'
import type { Seed } from './seed/format.js'
import { readSeed, sow } from './seed/seed.js'
import { Store } from './store/store.js'
import { printedToken, register } from './tokens.js'

export { SeedError } from './seed/names.js'

export interface SandboxOptions {
  /** 0, the default, takes a free one. */
  port?: number
  /** Loopback unless told otherwise. */
  host?: string
  /** A file that keeps everything, tokens included; in memory when absent. */
  data?: string
  /** What the platform says it is; else the seed's tenant, else `sandbox`. */
  tenant?: string
  /** As schema/seed.schema.json says. Ignored when `data` holds a platform already. */
  seed?: unknown
  /** Holds each answer back. */
  latencyMs?: number
  /** How long customers see the old state (T9). */
  lagSeconds?: number
  /** Milliseconds since 1970. */
  clock?: () => number
  random?: (bytes: number) => Uint8Array
}

export interface Sandbox {
  /** Where it listens, without a slash at the end. */
  url: string
  /** Where its third party listens. */
  thirdParty: string
  tenant: string
  /** Two tokens of one operator: one that may write, one that may only read. */
  tokens: { admin: string; read: string }
  /** False when `data` held a platform already, so that nothing was sown. */
  fresh: boolean
  close(): Promise<void>
}

/**
 * Starts the reference platform of schema/platform.openapi.yaml.
 * @example const sandbox = await startSandbox({ seed: { formatVersion: 1, tenant: 'acme' } })
 * @throws SeedError when the seed does not fit its schema or names what is not there.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = options.seed === undefined ? undefined : readSeed(options.seed)
  const platform = openPlatform(options)
  const server = createServer(platform)
  try {
    const { fresh, secret } = settle(platform, options, seed)
    const host = options.host ?? '127.0.0.1'
    await server.listen({ port: options.port ?? 0, host })
    platform.url = urlOf(server.server.address() as AddressInfo)
    await listenBeside(platform, host, options.port)
    const tokens = { admin: printedToken(secret, 'full'), read: printedToken(secret, 'read') }
    const { url, tenant, thirdParty } = platform
    return { url, thirdParty: thirdParty.url, tenant, tokens, fresh, close: () => close(platform, server) }
  } catch (error) {
    await close(platform, server)
    throw error
  }
}

async function close({ revocations, thirdParty, store }: Platform, server: FastifyInstance): Promise<void> {
  await server.close()
  await revocations.close()
  await thirdParty.close()
  store.close()
}

/** The third party keeps its port over a restart, as far as that is free; at first it takes the one beside the platform's. */
async function listenBeside({ store, thirdParty, revocations }: Platform, host: string, port = 0): Promise<void> {
  const kept = store.sql.query(`SELECT value FROM meta WHERE key = 'thirdPartyPort'`).get()?.[0]
  await thirdParty.listen(host, Number(kept ?? (port === 0 || port === 65_535 ? 0 : port + 1)))
  const { port: taken } = new URL(thirdParty.url)
  store.sql.query('INSERT OR REPLACE INTO meta VALUES (?,?)').run('thirdPartyPort', taken)
  revocations.drain(true)
}

function openPlatform(options: SandboxOptions): Platform {
  // The file holds the secret of the printed tokens: nobody else on the machine may read it.
  if (options.data !== undefined) closeSync(openSync(options.data, 'a', 0o600))
  const store = new Store(options.data ?? ':memory:')
  const thirdParty = new ThirdParty({
    sql: store.sql,
    asker: () => platform.tenant,
    redirectUri: () => redirectUri(platform),
    secret: () => cookieSecret(store),
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
    totals: new Map(),
    expiryDue: 0,
    url: '',
  }
  return platform
}

const cookieSecret = (store: Store): string => {
  const secret = store.sql.query(`SELECT value FROM meta WHERE key = 'secret'`).get()?.[0]
  return createHmac('sha256', String(secret)).update('third party').digest('hex')
}

/** Sows a fresh platform, or finds the one that the data file holds. */
function settle(
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

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
