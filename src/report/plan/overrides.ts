import type { Plan } from '../../model/generated/plan.js'
import type { PlanView } from './view.js'

const DAYS = 7
const DAY = 24 * 60 * 60 * 1000

/**
 * What would let exactly this plan pass, ready to be pasted: one Override a tripped limit, for whoever means it. Why and
 * whose it is only people can say; until they do, the documents are not valid.
 */
export function overrideDocuments({ plan, paint }: PlanView): string[] {
  const tripped = trippedLimits(plan)
  if (tripped.size === 0) return []
  const documents = [...tripped].map(([limit, count]) => documentOf(plan, limit, count))
  return [paint.dim('if that is meant, these let this plan pass, and no other:'), ...documents.flat()]
}

/** All that a limit counts, by the limit's name. */
function trippedLimits({ verdicts }: Plan): Map<string, number> {
  const limits = verdicts.flatMap(({ rule, effect, count }) => {
    const [, limit] = /^limits\/([A-Za-z]+)/.exec(rule) ?? []
    return effect === 'refuse' && limit !== undefined && count !== undefined ? [[limit, count] as const] : []
  })
  return new Map(limits)
}

function documentOf({ digests: { outcome }, date }: Plan, limit: string, count: number): string[] {
  const name = `${limit.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)}-${outcome.slice(7, 15)}`
  const until = new Date(Date.parse(date) + DAYS * DAY).toISOString().slice(0, 10)
  return [
    '---',
    'kind: Override',
    `name: ${name}`,
    `limit: ${limit}`,
    `max: ${count}`,
    `outcome: ${outcome}`,
    'reason: # why, in words',
    'owner: # who answers for it',
    `until: ${until}`,
  ]
}
