import { createHash } from 'node:crypto'
import { Revocations } from '../../../src/sandbox/connecting/revocations.js'
import { Switches } from '../../../src/sandbox/faults/switches.js'
import { LIMITS } from '../../../src/sandbox/http/limits.js'
import { ThirdParty } from '../../../src/sandbox/oauth/third-party.js'
import type { Platform } from '../../../src/sandbox/platform.js'
import type { Principal } from '../../../src/sandbox/principal.js'
import { Rates } from '../../../src/sandbox/rates.js'
import { readSeed, sow } from '../../../src/sandbox/seed/seed.js'
import { Store } from '../../../src/sandbox/store/store.js'
import { Write } from '../../../src/sandbox/write.js'

const operator: Principal = {
  id: 'usr_writ',
  name: 'writ@test',
  role: 'operator',
  account: null,
  projects: [],
  kind: 'full',
  via: 'api',
}

/** A platform without a server: fixed clock, countable randomness, the seed sown. */
export function platformOf(seed: object): Platform {
  let drawn = 0
  const random = (bytes: number) => {
    drawn += 1
    return createHash('sha512').update(String(drawn)).digest().subarray(0, bytes)
  }
  const clock = () => Date.UTC(2026, 0, 1)
  const outside = { clock, random, lagSeconds: 0, latencyMs: 0, totals: new Map(), expiryDue: 0, url: '' }
  const store = new Store(':memory:')
  const thirdParty = new ThirdParty({
    sql: store.sql,
    asker: () => 'test',
    redirectUri: () => '',
    secret: () => '',
    names: () => [],
  })
  const beside = { thirdParty, revocations: new Revocations(store.sql, thirdParty), finishing: new Map() }
  const guards = { faults: new Switches(), rates: new Rates(), limits: LIMITS, names: [], secret: 'test' }
  const platform = { store, tenant: 'test', ...beside, ...guards, ...outside }
  sow(platform, readSeed({ formatVersion: 1, tenant: 'test', ...seed }))
  return platform
}

/** A write by an operator. */
export const writeOn = (platform: Platform): Write => new Write(platform, operator)
