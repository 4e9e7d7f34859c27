import { address } from '../model/address.js'
import { type Gate, happens, judgeLimit } from './gate.js'
import { effectiveLimits } from './limits.js'

/** How many live connections end, by Writ or by the platform itself, over all and in one account. */
export const revokedConnections: Gate = (judged) => {
  const { revokedConnections: limit, floor } = effectiveLimits(judged.limits)
  const rule = 'limits/revokedConnections'
  const what = 'connections end'
  const ended = judged.plan.impact.connections.filter(happens(judged))
  const overall = judgeLimit(limit, floor, {
    rule,
    subject: 'plan',
    what,
    count: ended.length,
    among: ended.filter(({ account }) => judged.live.connectionsOf.has(account)).length,
    of: () => judged.live.connections,
  })
  const counts = new Map<string, number>()
  for (const { account } of ended) counts.set(account, (counts.get(account) ?? 0) + 1)
  const each = [...counts].flatMap(([account, count]) =>
    judgeLimit(limit.perAccount ?? {}, floor, {
      rule: `${rule}.perAccount`,
      subject: address('account', account),
      what,
      count,
      // A percentage is of what the estate governs; what ends elsewhere counts by number alone.
      of: judged.live.connectionsOf.has(account) ? () => judged.live.connectionsOf.get(account) ?? 0 : null,
    }),
  )
  return [...overall, ...each]
}
