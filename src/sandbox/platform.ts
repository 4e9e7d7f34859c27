import type { Revocations } from './connecting/revocations.js'
import type { Switches } from './faults/switches.js'
import type { Limits } from './http/limits.js'
import type { Answer } from './idempotency.js'
import type { ThirdParty } from './oauth/third-party.js'
import type { Rates } from './rates.js'
import { ID_PREFIX, type Named } from './rows.js'
import type { Store } from './store/store.js'

/** The running platform: its store and what comes in from outside (clock, randomness, lag, latency). */
export interface Platform {
  store: Store
  tenant: string
  /** Milliseconds since 1970. */
  clock: () => number
  random: (bytes: number) => Uint8Array
  /** How long customers see the state before a write (T9), in seconds. */
  lagSeconds: number
  /** How long each answer is held back, in milliseconds. */
  latencyMs: number
  /** How the contract's routes misbehave. */
  faults: Switches
  /** How many requests of the contract each principal may make. */
  rates: Rates
  /** How many rows a list matched, and at which revision. */
  totals: Map<string, { revision: number; total: number }>
  /** Before this moment (milliseconds since 1970) no pending invitation expires. */
  expiryDue: number
  /** What people connect to. */
  thirdParty: ThirdParty
  /** Tokens still to be taken back there. */
  revocations: Revocations
  /** Writes whose last word is still awaited from the third party, by principal and Idempotency-Key. */
  finishing: Map<string, Promise<Answer>>
  limits: Limits
  /** By which names others reach it, beside those of loopback. */
  names: readonly string[]
  /** Signs what it hands out and takes back. */
  secret: string
  /** Where it listens; known once it does. */
  url: string
}

/** A new opaque id. */
export const newId = (platform: Platform, collection: Named): string =>
  `${ID_PREFIX[collection]}_${Buffer.from(platform.random(10)).toString('hex')}`

/** The moment of a write, as rows and events show it. */
export const now = (platform: Platform): string => new Date(platform.clock()).toISOString()
