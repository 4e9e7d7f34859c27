import { randomUUID } from 'node:crypto'
import type { Lease, LeaseHeld, LeaseState } from '../port.js'
import { asObject, type Client } from './client.js'
import { badAnswer, CallFailure, toFault } from './failure.js'

/** Who holds the lease, without asking for it. */
export async function readLeaseState({ get }: Client): Promise<LeaseState> {
  try {
    return await get('/v1/lease', (value) => {
      const { holder, fencing, expiresAt } = asObject(value, 'the lease')
      if (typeof fencing !== 'number') throw badAnswer('the lease has no fencing number')
      return { holder: textOrNull(holder), fencing, expiresAt: textOrNull(expiresAt) }
    })
  } catch (error) {
    throw toFault(error, 'Reading the lease')
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** The platform's lease: one writer at a time, whose number goes with every write. */
export const leaseCalls = ({ send }: Client) => ({
  async acquireLease(holder: string, seconds: number): Promise<Lease | LeaseHeld> {
    try {
      const call = {
        method: 'POST' as const,
        path: '/v1/lease',
        headers: freshKey(),
        body: { holder, ttlSeconds: seconds },
      }
      return await send(call, readLease)
    } catch (error) {
      if (error instanceof CallFailure && error.problem === 'lease-held') return held(error.extra)
      throw toFault(error, 'Taking the lease')
    }
  },
  async renewLease({ fencing }: Lease, seconds: number): Promise<Lease> {
    try {
      const call = {
        method: 'PUT' as const,
        path: '/v1/lease',
        headers: freshKey(),
        body: { fencing, ttlSeconds: seconds },
      }
      return await send(call, readLease)
    } catch (error) {
      throw toFault(error, 'Renewing the lease')
    }
  },
  async releaseLease({ fencing }: Lease): Promise<void> {
    try {
      await send({ method: 'DELETE', path: `/v1/lease?fencing=${fencing}`, headers: freshKey() }, () => null)
    } catch (error) {
      throw toFault(error, 'Releasing the lease')
    }
  },
})

const freshKey = () => ({ 'idempotency-key': `lease:${randomUUID()}` })

function readLease(value: unknown): Lease {
  const { holder, fencing, expiresAt } = asObject(value, 'the lease')
  if (typeof holder !== 'string' || typeof fencing !== 'number' || typeof expiresAt !== 'string')
    throw badAnswer('the lease lacks holder, fencing or expiresAt')
  return { holder, fencing, expiresAt }
}

const held = ({ holder, expiresAt }: Readonly<Record<string, unknown>>): LeaseHeld => ({
  heldBy: typeof holder === 'string' ? holder : 'somebody',
  until: typeof expiresAt === 'string' ? expiresAt : null,
})
