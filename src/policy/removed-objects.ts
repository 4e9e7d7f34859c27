import { parseAddress } from '../model/address.js'
import { enforced, type Gate, happens, judgeLimit } from './gate.js'
import { effectiveLimits } from './limits.js'

/** How many things go, of each kind, with what goes along although nobody declared it. */
export const removedObjects: Gate = (judged) => {
  const { removedObjects: limit, floor } = effectiveLimits(judged.limits)
  const removed = [...enforced(judged), ...judged.plan.effects.filter(happens(judged))].filter(
    ({ operation }) => operation === 'remove',
  )
  const total = {
    rule: 'limits/removedObjects',
    subject: 'plan',
    what: 'objects are removed',
    count: removed.length,
    of: null,
  }
  const overall = judgeLimit(limit, floor, total)
  if (overall.length > 0) return overall
  return [...byKind(removed)].flatMap(([kind, count]) =>
    judgeLimit(limit, floor, {
      rule: 'limits/removedObjects',
      subject: kind,
      what: `${kind}s are removed`,
      count,
      of: () => judged.live.objects[kind] ?? 0,
    }),
  )
}

function byKind(removed: readonly { readonly address: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { address } of removed) {
    const { kind } = parseAddress(address)
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}
