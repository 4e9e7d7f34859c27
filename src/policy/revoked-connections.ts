import { address } from '../model/address.js'
import type { EndedConnection } from '../model/generated/plan.js'
import { happens, type Judged, judgeLimit } from './gate.js'
import { changesWhere, type LimitGate } from './limit-gate.js'
import { effectiveLimits } from './limits.js'

/** How many live connections end, by Writ or by the platform itself, over all and in one account. */
export const revokedConnections: LimitGate = {
  name: 'revokedConnections',
  count: (judged) => ended(judged).length,
  judge: (judged) => {
    const { revokedConnections: limit, floor } = effectiveLimits(judged.limits)
    const { connectionsOf, connections } = judged.live
    const rule = 'limits/revokedConnections'
    const what = 'connections end'
    const gone = ended(judged)
    const overall = judgeLimit(limit, floor, {
      ...{ rule, subject: 'plan', what, count: gone.length },
      among: gone.filter(({ account }) => connectionsOf.has(account)).length,
      of: () => connections,
    })
    const each = [...byAccount(gone)].flatMap(([account, count]) =>
      judgeLimit(limit.perAccount ?? {}, floor, {
        ...{ rule: `${rule}.perAccount`, subject: address('account', account), what, count },
        // A percentage is of what the estate governs; what ends elsewhere counts by number alone.
        of: connectionsOf.has(account) ? () => connectionsOf.get(account) ?? 0 : null,
      }),
    )
    return [...overall, ...each]
  },
  sort: (judged, { subject }) => {
    const meant = ended(judged).filter(({ account }) => subject === 'plan' || subject === address('account', account))
    const by = new Set(meant.map((connection) => connection.by))
    return changesWhere(judged, (_, index) => by.has(index))
  },
}

const ended = (judged: Judged): EndedConnection[] => judged.plan.impact.connections.filter(happens(judged))

function byAccount(gone: readonly EndedConnection[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { account } of gone) counts.set(account, (counts.get(account) ?? 0) + 1)
  return counts
}
