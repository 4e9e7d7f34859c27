import type { Plan } from '../../model/generated/plan.js'
import type { PlanView } from './view.js'

const DAYS = 7
const DAY = 24 * 60 * 60 * 1000

/**
 * What would let exactly this plan pass, ready to be pasted: one Override a tripped limit, for whoever means it. Why and
 * whose it is only people can say; until they do, the documents are not valid.
 */
export function overrideDocuments({ plan, paint }: PlanView): string[] {
  const tripped = [...trippedLimits(plan)].filter(([limit]) => !waitsForMerge(plan, limit))
  if (tripped.length === 0) return []
  const documents = tripped.map(([limit, count]) => documentOf(plan, limit, count))
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

const nameOf = ({ digests: { outcome } }: Plan, limit: string): string =>
  `${limit.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)}-${outcome.slice(7, 15)}`

/** Somebody has pasted it already, and what it waits for is its merge (E18). */
const waitsForMerge = (plan: Plan, limit: string): boolean =>
  plan.findings.some(
    ({ code, address }) => code === 'baseline/override' && address === `override/${nameOf(plan, limit)}`,
  )

function documentOf(plan: Plan, limit: string, count: number): string[] {
  const { digests, date } = plan
  const until = new Date(Date.parse(date) + DAYS * DAY).toISOString().slice(0, 10)
  return [
    '---',
    'kind: Override',
    `name: ${nameOf(plan, limit)}`,
    `limit: ${limit}`,
    `max: ${count}`,
    `outcome: ${digests.outcome}`,
    'reason: # why, in words',
    'owner: # who answers for it',
    `until: ${until}`,
  ]
}
