import type { Collection, Snapshot } from '../../model/snapshot.js'
import type { ReadPort, WritePort } from '../port.js'
import { type Client, openClient } from './client.js'
import { askWhether } from './connect-questions.js'
import { readEffective, readPortals } from './effective.js'
import { toFault } from './failure.js'
import { readHistory, readTrails } from './history.js'
import { type Identity, identify } from './identity.js'
import { leaseCalls, readLeaseState } from './lease.js'
import type { Reader } from './list.js'
import type { HttpOptions } from './options.js'
import { readAll } from './read.js'
import { refreshed } from './refresh.js'
import { RowReader } from './row-reader.js'
import { execute } from './write.js'

export type { HttpOptions } from './options.js'
export { proxiesOf } from './proxy.js'

/** A platform over HTTP, to be read only: what it returns holds no write methods, at run time either (E3). */
export const createHttpReader = (options: HttpOptions): ReadPort => {
  const client = openClient(options)
  return reading(client, rememberIdentity(client))
}

/** A platform over HTTP, to be read and written. */
export function createHttpPlatform(options: HttpOptions): WritePort {
  const client = openClient(options)
  const who = rememberIdentity(client)
  return {
    ...reading(client, who),
    ...leaseCalls(client),
    write: async (writes, context) => {
      const { platform } = await who()
      return execute(client, new RowReader(), platform.capabilities, writes, context)
    },
  }
}

function reading(client: Client, who: () => Promise<Identity>): ReadPort {
  const { parallelism, pageSize } = client.settings
  const reader = (): Reader => ({ get: client.get, rows: new RowReader(), limit: pageSize })
  const governedBy = new WeakMap<Snapshot, (accountName: string) => boolean>()

  async function read(
    governed: (accountName: string) => boolean,
    collections?: readonly Collection[],
  ): Promise<Snapshot> {
    try {
      const snapshot = await readAll(reader(), await who(), parallelism, governed, collections)
      governedBy.set(snapshot, governed)
      return snapshot
    } catch (error) {
      throw toFault(error, 'Reading the platform')
    }
  }
  async function refresh(snapshot: Snapshot): Promise<Snapshot> {
    const governed = governedBy.get(snapshot) ?? (() => false)
    const { changeFeed } = snapshot.platform.capabilities
    const fresh = (changeFeed ? await refreshed(reader(), snapshot) : null) ?? (await read(governed))
    governedBy.set(fresh, governed)
    return fresh
  }
  return {
    identify: who,
    read,
    refresh,
    history: (of) => readHistory(reader(), of, parallelism),
    trails: (of) => readTrails(reader(), of, parallelism),
    effective: (accounts) => readEffective(reader(), accounts),
    wouldConnect: (questions) => askWhether(client, questions),
    lease: async () => ((await who()).platform.capabilities.lease ? readLeaseState(client) : null),
    portals: (accounts) => readPortals(reader(), accounts, parallelism),
    close: client.close,
  }
}

/** Asked once; a failure is not remembered. */
function rememberIdentity(client: Client): () => Promise<Identity> {
  let known: Promise<Identity> | null = null
  return () => {
    known ??= identify(client.get, client.settings.url).catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }
}
