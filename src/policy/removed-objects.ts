import { parseAddress } from '../model/address.js'
import { enforced, happens, type Judged, judgeLimit } from './gate.js'
import { changesWhere, type LimitGate } from './limit-gate.js'
import { effectiveLimits } from './limits.js'

/** How many things go, with what goes along although nobody declared it; percentages are of each kind by itself. */
export const removedObjects: LimitGate = {
  name: 'removedObjects',
  count: (judged) => removed(judged).length,
  judge: (judged) => {
    const { removedObjects: limit, floor } = effectiveLimits(judged.limits)
    const rule = 'limits/removedObjects'
    const gone = removed(judged)
    const overall = judgeLimit(limit, floor, {
      ...{ rule, subject: 'plan', what: 'objects are removed', count: gone.length, of: null },
    })
    if (overall.length > 0) return overall
    return [...byKind(gone)].flatMap(([kind, count]) =>
      judgeLimit(limit, floor, {
        ...{ rule, subject: kind, what: `${kind}s are removed`, count },
        of: () => judged.live.objects[kind] ?? 0,
      }),
    )
  },
  sort: (judged, { subject }) => {
    const isMeant = (address: string) => subject === 'plan' || parseAddress(address).kind === subject
    const by = new Set(
      judged.plan.effects
        .filter(({ operation, address }) => operation === 'remove' && isMeant(address))
        .map((effect) => effect.by),
    )
    return changesWhere(
      judged,
      ({ operation, address }, index) => (operation === 'remove' && isMeant(address)) || by.has(index),
    )
  },
}

const removed = (judged: Judged): { readonly address: string }[] =>
  [...enforced(judged), ...judged.plan.effects.filter(happens(judged))].filter(
    ({ operation }) => operation === 'remove',
  )

function byKind(gone: readonly { readonly address: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { address } of gone) {
    const { kind } = parseAddress(address)
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}
