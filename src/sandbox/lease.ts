import type { Platform } from './platform.js'
import type { Principal } from './principal.js'
import { forbidden, Problem } from './problems.js'
import { isOperator } from './roles.js'

/** Who may write just now, and the number its writes carry. The number never falls. */
export interface Lease {
  holder: string | null
  fencing: number
  /** When it was taken; renewing it leaves that. */
  since: string | null
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
  if (holder === null) return { holder, fencing, since: null, expiresAt: null }
  return { holder, fencing, since: termOf(platform, fencing)?.since ?? null, expiresAt: iso(expires) }
}

/** Takes the lease with a number higher than all before; 409 while somebody holds it. */
export function takeLease(platform: Platform, who: Principal, holder: string, ttlSeconds: number): Lease {
  const now = currentLease(platform)
  if (now.holder !== null) {
    const { holder: other, expiresAt } = now
    throw new Problem('lease-held', `${other} holds the lease until ${expiresAt}.`, { holder: other, expiresAt })
  }
  const fencing = now.fencing + 1
  const { sql } = platform.store
  sql.query('DELETE FROM lease_terms').run()
  sql.query('INSERT INTO lease_terms VALUES (?,?,?)').run(fencing, who.id, platform.clock())
  return keep(platform, { holder, fencing, expires: platform.clock() + ttlSeconds * 1000 })
}

/** Holds on to a lease; 409 when it ran out or another has it. */
export function renewLease(platform: Platform, who: Principal, fencing: number, ttlSeconds: number): Lease {
  const { holder, fencing: newest } = kept(platform)
  if (holder === null || fencing !== newest) throw fenced(newest)
  demandTheirs(platform, who, fencing)
  return keep(platform, { holder, fencing, expires: platform.clock() + ttlSeconds * 1000 })
}

/** Gives the lease back; doing it twice is no mistake. */
export function releaseLease(platform: Platform, who: Principal, fencing: number): Lease {
  const { fencing: newest } = kept(platform)
  if (fencing !== newest) throw fenced(newest)
  demandTheirs(platform, who, fencing)
  return keep(platform, { holder: null, fencing, expires: 0 })
}

/** The number is there for all to read: only who took the lease may speak for it, and operators. */
function demandTheirs(platform: Platform, who: Principal, fencing: number): void {
  if (isOperator(who) || termOf(platform, fencing)?.principal === who.id) return
  throw forbidden('Somebody else took this lease.')
}

function termOf({ store }: Platform, fencing: number): { principal: string; since: string } | undefined {
  const found = store.sql.query('SELECT principal, since FROM lease_terms WHERE fencing = ?').get(fencing)
  return found && { principal: String(found[0]), since: iso(Number(found[1])) }
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
