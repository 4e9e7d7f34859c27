import type { Estate } from '../model/document.js'
import { Fault } from '../model/fault.js'
import type { LeaseState, ReadPort, WritePort } from '../provider/port.js'
import { checkWritePower, identified } from './door.js'

/** Who holds the lease of the estate's platform. @throws Fault where it has none, or is another tenant's */
export async function leaseOf(estate: Estate, port: ReadPort): Promise<LeaseState> {
  await identified(estate, port)
  const lease = await port.lease()
  if (lease !== null) return lease
  throw new Fault(
    'lease/none',
    'this platform has no lease',
    'Runs that write at once are kept apart by versions alone.',
  )
}

/**
 * Takes the lease from whoever holds it, under the very number that was seen. Their writes go on to be accepted until
 * another run takes the lease; from then on its higher number keeps them out.
 * @param confirm asked with the lease, when somebody holds it
 * @returns what was taken away; null where nobody held it, or nobody said yes
 */
export async function releaseLease(
  estate: Estate,
  port: WritePort,
  confirm: (lease: LeaseState) => Promise<boolean>,
): Promise<{ lease: LeaseState; isReleased: boolean }> {
  await checkWritePower(port)
  const lease = await leaseOf(estate, port)
  const { holder, fencing, expiresAt } = lease
  if (holder === null || !(await confirm(lease))) return { lease, isReleased: false }
  await port.releaseLease({ holder, fencing, expiresAt: expiresAt ?? '' })
  return { lease, isReleased: true }
}
