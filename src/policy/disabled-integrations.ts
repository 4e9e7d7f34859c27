import type { Effect } from '../model/generated/plan.js'
import { enforced, happens, type Judged, judgeLimit } from './gate.js'
import { changesWhere, type LimitGate } from './limit-gate.js'
import { effectiveLimits } from './limits.js'

/**
 * How many settings of accounts and projects go off, those that the platform switches off by itself included. What goes
 * along with a removed thing is counted as removed; an app that is switched off masks its settings and rewrites none.
 */
export const disabledIntegrations: LimitGate = {
  name: 'disabledIntegrations',
  count,
  judge: (judged) => {
    const { disabledIntegrations: limit, floor } = effectiveLimits(judged.limits)
    return judgeLimit(limit, floor, {
      rule: 'limits/disabledIntegrations',
      subject: 'plan',
      what: 'integrations go off',
      count: count(judged),
      of: () => judged.live.settingsOn,
    })
  },
  sort: (judged) => {
    const by = new Set(switchedOff(judged).map((effect) => effect.by))
    return changesWhere(judged, (change, index) => goesOff(change) || by.has(index))
  },
}

const goesOff = ({ before, after }: Pick<Effect, 'before' | 'after'>): boolean =>
  before?.enabled === true && after?.enabled === false

const switchedOff = (judged: Judged): Effect[] => judged.plan.effects.filter(happens(judged)).filter(goesOff)

function count(judged: Judged): number {
  const off = [...enforced(judged).filter(goesOff), ...switchedOff(judged)]
  return new Set(off.map(({ address }) => address)).size
}
