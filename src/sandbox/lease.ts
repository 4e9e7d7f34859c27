import type { Platform } from './platform.js'
import { Problem } from './problems.js'

/** Who may write just now, and the number its writes carry. The number never falls. */
export interface Lease {
  holder: string | null
  fencing: number
  expiresAt: string | null
}

interface Kept {
  holder: string | null
  fencing: number
  expires: number
}

/** The lease as it stands; one that ran out has no holder. */
export function currentLease(platform: Platform): Lease {
  const { holder, fencing, expires } = kept(platform)
  return holder === null ? { holder, fencing, expiresAt: null } : { holder, fencing, expiresAt: iso(expires) }
}

/** Takes the lease with a number higher than all before; 409 while somebody holds it. */
export function takeLease(platform: Platform, holder: string, ttlSeconds: number): Lease {
  const now = currentLease(platform)
  if (now.holder !== null) {
    const { holder: other, expiresAt } = now
    throw new Problem('lease-held', `${other} holds the lease until ${expiresAt}.`, { holder: other, expiresAt })
  }
  return keep(platform, { holder, fencing: now.fencing + 1, expires: platform.clock() + ttlSeconds * 1000 })
}

/** Holds on to a lease; 409 when it ran out or another has it. */
export function renewLease(platform: Platform, fencing: number, ttlSeconds: number): Lease {
  const { holder, fencing: newest } = kept(platform)
  if (holder === null || fencing !== newest) throw fenced(newest)
  return keep(platform, { holder, fencing, expires: platform.clock() + ttlSeconds * 1000 })
}

/** Gives the lease back; doing it twice is no mistake. */
export function releaseLease(platform: Platform, fencing: number): Lease {
  const { fencing: newest } = kept(platform)
  if (fencing !== newest) throw fenced(newest)
  return keep(platform, { holder: null, fencing, expires: 0 })
}

/** 409 for a write whose number is older than the newest ever given. */
export function demandFencing(platform: Platform, fencing: number | null): void {
  const { fencing: newest } = kept(platform)
  if (fencing !== null && fencing < newest) throw fenced(newest)
}

const iso = (at: number): string => new Date(at).toISOString()

const fenced = (newest: number): Problem =>
  new Problem('lease-fenced', `The newest lease is number ${newest}.`, { fencing: newest })

function kept({ store, clock }: Platform): Kept {
  const found = store.sql.query('SELECT holder, fencing, expires_at FROM lease').get()
  if (!found) return { holder: null, fencing: 0, expires: 0 }
  const [holder, fencing, expires] = found as [string | null, number, number]
  return { holder: expires > clock() ? holder : null, fencing, expires }
}

function keep(platform: Platform, { holder, fencing, expires }: Kept): Lease {
  platform.store.sql.query('INSERT OR REPLACE INTO lease VALUES (1,?,?,?)').run(holder, fencing, expires)
  return currentLease(platform)
}
