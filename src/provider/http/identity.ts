import type { Capabilities, PlatformInfo, Principal } from '../../model/snapshot.js'
import { asObject, type Get } from './client.js'
import { badAnswer, toFault } from './failure.js'

export interface Identity {
  readonly platform: PlatformInfo
  readonly principal: Principal
}

/** Asks who answers and who asks. Throws a Fault: without these two nothing can be planned. */
export async function identify(get: Get, url: string): Promise<Identity> {
  try {
    const [platform, principal] = await Promise.all([
      get('/v1', (value) => readPlatform(asObject(value, 'the platform'), url)),
      get('/v1/me', (value) => readPrincipal(asObject(value, 'the principal'))),
    ])
    return { platform, principal }
  } catch (error) {
    throw toFault(error, `Asking ${url} who it is`)
  }
}

function readPlatform({ name, tenant, version, capabilities }: Record<string, unknown>, url: string): PlatformInfo {
  if (typeof name !== 'string' || typeof tenant !== 'string' || tenant === '')
    throw badAnswer('the platform does not say its name and tenant')
  return {
    name,
    tenant,
    version: String(version),
    url,
    capabilities: readCapabilities(asObject(capabilities, 'capabilities')),
  }
}

function readCapabilities(raw: Record<string, unknown>): Capabilities {
  const bulk = raw.bulk as { upsert?: unknown; revoke?: unknown } | undefined
  const [upsert, revoke] = [Number(bulk?.upsert), Number(bulk?.revoke)]
  return {
    levels: Array.isArray(raw.levels) ? raw.levels.map(String) : [],
    ...(upsert >= 1 && revoke >= 1 ? { bulk: { upsert, revoke } } : {}),
    changeFeed: raw.changeFeed === true,
    lease: raw.lease === true,
    expectConnections: raw.expectConnections === true,
  }
}

function readPrincipal(raw: Record<string, unknown>): Principal {
  const { id, name } = asObject(raw.principal, 'principal')
  const { kind } = asObject(raw.token, 'token')
  if (typeof id !== 'string' || typeof name !== 'string') throw badAnswer('the principal has no id or name')
  if (kind !== 'full' && kind !== 'read') throw badAnswer('the token is neither full nor read')
  if (!Array.isArray(raw.roles)) throw badAnswer('the principal has no list of roles')
  return { id, name, roles: raw.roles.map(readRole), tokenKind: kind }
}

function readRole(raw: unknown): Principal['roles'][number] {
  const { role, account, projects } = asObject(raw, 'a role')
  if (typeof role !== 'string') throw badAnswer('a role has no name')
  return {
    role,
    ...(typeof account === 'string' ? { account } : {}),
    ...(Array.isArray(projects) ? { projects: projects.map(String) } : {}),
  }
}
