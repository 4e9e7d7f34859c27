import { bulkRevoke, bulkUpsert } from '../bulk.js'
import { effective, effectiveOf } from '../effective.js'
import { changes } from '../feed.js'
import type { Answer } from '../idempotency.js'
import { currentLease, releaseLease, renewLease, takeLease } from '../lease.js'
import { demandBody } from '../operations.js'
import { describe } from '../principal.js'
import { forbidden, invalidAt } from '../problems.js'
import { demandFullToken } from '../roles.js'
import type { Write } from '../write.js'
import { answer, type Call, integerIn } from './call.js'
import { execute, executeThen } from './execute.js'
import { withLegs } from './legs.js'
import type { Route } from './route.js'

/** What the platform says of itself, the feed, the lease and bulk writes. */
export const platformRoutes: Route[] = [
  { method: 'GET', url: '/v1', query: [], handle: self },
  { method: 'GET', url: '/v1/me', query: [], handle: ({ who }) => answer(200, describe(who)) },
  { method: 'GET', url: '/v1/changes', query: ['after', 'limit'], handle: feed },
  { method: 'GET', url: '/v1/effective', query: ['account', 'limit', 'cursor'], handle: seen },
  { method: 'POST', url: '/v1/bulk/upsert', query: [], handle: (call) => bulk(call, bulkUpsert) },
  { method: 'POST', url: '/v1/bulk/revoke', query: [], handle: revokeMany },
  { method: 'GET', url: '/v1/lease', query: [], handle: ({ platform }) => answer(200, currentLease(platform)) },
  { method: 'POST', url: '/v1/lease', query: [], handle: take },
  { method: 'PUT', url: '/v1/lease', query: [], handle: renew },
  { method: 'DELETE', url: '/v1/lease', query: ['fencing'], handle: release },
]

const CAPABILITIES = {
  levels: ['account', 'project', 'group', 'person'],
  bulk: { upsert: 1000, revoke: 1000 },
  changeFeed: true,
  lease: true,
  effective: true,
  conditionalWrites: true,
  expectConnections: true,
  cascades: ['L5', 'L8', 'R6', 'selection'],
}

function self({ platform: { store, tenant } }: Call): Answer {
  const about = { name: 'Writ sandbox', tenant, version: '1', revision: store.revision, disposable: true }
  return answer(200, { ...about, capabilities: CAPABILITIES })
}

function feed({ platform, who, query }: Call): Answer {
  const after = integerIn(query, 'after', 0, 0, Number.MAX_SAFE_INTEGER)
  return { status: 200, body: changes(platform, who, after, integerIn(query, 'limit', 100, 1, 1000)) }
}

function seen({ platform, who, query }: Call): Answer {
  const limit = integerIn(query, 'limit', 100, 1, 1000)
  if (query.account === undefined) return answer(200, effective(platform, who, limit, query.cursor))
  return answer(200, effectiveOf(platform, who, query.account))
}

function bulk(call: Call, work: (write: Write, body: unknown) => object[]): Answer {
  return execute(call, (write) => {
    const results = work(write, call.body)
    return answer(200, { results, revision: write.store.revision })
  })
}

/** Up to 1,000 ends here in one transaction; then each is taken back at the third party. */
function revokeMany(call: Call): Promise<Answer> {
  return executeThen(
    call,
    (same) => bulk(same, bulkRevoke),
    (draft) => withLegs(call.platform, draft),
  )
}

/** The lease is for those who may write settings: everybody but members. */
function demandLeaseRight({ who }: Call): void {
  demandFullToken(who)
  if (who.role === 'member') throw forbidden('A member may not take the lease.')
}

function take(call: Call): Answer {
  demandLeaseRight(call)
  return execute(call, () => {
    demandBody('LeaseRequest', call.body)
    const { holder, ttlSeconds } = call.body as { holder: string; ttlSeconds: number }
    return answer(201, takeLease(call.platform, call.who, holder, ttlSeconds))
  })
}

function renew(call: Call): Answer {
  demandLeaseRight(call)
  return execute(call, () => {
    demandBody('LeaseRenewal', call.body)
    const { fencing, ttlSeconds } = call.body as { fencing: number; ttlSeconds: number }
    return answer(200, renewLease(call.platform, call.who, fencing, ttlSeconds))
  })
}

function release(call: Call): Answer {
  demandLeaseRight(call)
  if (call.query.fencing === undefined) throw invalidAt('fencing', 'is required')
  const fencing = integerIn(call.query, 'fencing', 0, 0, Number.MAX_SAFE_INTEGER)
  return execute(call, () => answer(200, releaseLease(call.platform, call.who, fencing)))
}
