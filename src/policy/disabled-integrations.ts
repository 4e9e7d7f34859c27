import { enforced, type Gate, happens, judgeLimit } from './gate.js'
import { effectiveLimits } from './limits.js'

/** How many settings of accounts and projects go off, those that the platform switches off by itself included. */
export const disabledIntegrations: Gate = (judged) => {
  const { disabledIntegrations: limit, floor } = effectiveLimits(judged.limits)
  const effects = judged.plan.effects.filter(happens(judged))
  const off = [...enforced(judged), ...effects].filter(
    ({ before, after }) => before?.enabled === true && after?.enabled === false,
  )
  return judgeLimit(limit, floor, {
    rule: 'limits/disabledIntegrations',
    subject: 'plan',
    what: 'integrations go off',
    count: new Set(off.map(({ address }) => address)).size,
    of: () => judged.live.settingsOn,
  })
}
