import { safe } from './safe.js'

/** The lease as the platform shows it. */
interface Lease {
  readonly holder: string | null
  readonly fencing: number
  readonly expiresAt: string | null
}

/** Who holds the lease, in one line. */
export function leaseText(given: Lease): string {
  const { holder, fencing, expiresAt } = safe(given)
  const newest = fencing === 0 ? 'none was ever given out' : `the newest number is ${fencing}`
  if (holder === null) return `Nobody holds the lease; ${newest}.`
  return `${holder} holds the lease under number ${fencing}${expiresAt === null ? '' : ` until ${expiresAt}`}.`
}
