import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { openPlatform, settle } from './founding.js'
import { isLoopback } from './http/guard.js'
import { createServer } from './http/server.js'
import type { SandboxOptions } from './options.js'
import type { Platform } from './platform.js'
import { readSeed } from './seed/seed.js'
import { printedToken } from './tokens.js'

export type { SandboxOptions } from './options.js'
export { SeedError } from './seed/names.js'
export { DataFileError } from './store/data-file.js'

/** It was to listen beyond loopback, and lacks what that needs. */
export class ExposedError extends Error {}

export interface Sandbox {
  /** Where it listens, without a slash at the end. */
  url: string
  /** Where its third party listens. */
  thirdParty: string
  tenant: string
  /** Two tokens of one operator: one that may write, one that may only read. */
  tokens: { admin: string; read: string }
  /** What whoever starts it should know; nothing while it listens on loopback alone. */
  warnings: readonly string[]
  /** False when `data` held a platform already, so that nothing was sown. */
  fresh: boolean
  close(): Promise<void>
}

/**
 * Starts the reference platform of schema/platform.openapi.yaml.
 * @example const sandbox = await startSandbox({ seed: { formatVersion: 1, tenant: 'acme' } })
 * @throws ExposedError when it is to listen beyond loopback and has no names.
 * @throws SeedError when the seed does not fit its schema or names what is not there.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = options.seed === undefined ? undefined : readSeed(options.seed)
  const platform = openPlatform(options)
  const server = createServer(platform)
  try {
    const { fresh, secret } = settle(platform, options, seed)
    const host = hostOf(options)
    await server.listen({ port: options.port ?? 0, host })
    platform.url = urlOf(server.server.address() as AddressInfo, platform.names[0])
    await listenBeside(platform, host, options.port)
    const tokens = { admin: printedToken(secret, 'full'), read: printedToken(secret, 'read') }
    const { url, tenant, thirdParty } = platform
    const warnings = isLoopback(host) ? [] : EXPOSED
    return { url, thirdParty: thirdParty.url, tenant, tokens, warnings, fresh, close: () => close(platform, server) }
  } catch (error) {
    await close(platform, server)
    throw error
  }
}

const EXPOSED = [
  'Others can reach this sandbox: tokens and cookies pass by in plain text unless something in front of it speaks TLS.',
  'Whoever has the operator token can make tokens for anybody, read all mail, and switch faults on.',
]

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

/** Loopback, unless told otherwise by somebody who says under which names the others come: addresses cannot be told apart else. */
function hostOf({ host = '127.0.0.1', names = [] }: SandboxOptions): string {
  if (isLoopback(host) || names.length > 0) return host
  throw new ExposedError(
    `The sandbox would listen on ${host}, where others reach it: say by which host names (names). Its traffic is plain HTTP, its control surface makes tokens for anybody.`,
  )
}

function urlOf({ address, family, port }: AddressInfo, name?: string): string {
  if (name !== undefined) return `http://${name}:${port}`
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
