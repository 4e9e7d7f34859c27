import { table } from '../table.js'
import { displayWidth } from '../width.js'
import { count, duration, grouped, minute, shortDigest } from '../words.js'
import type { PlanTextOptions, PlanView } from './view.js'

/** Which environment, tenant and platform, and what of it was seen: every output begins so. */
export function header({ plan, width, paint }: PlanView): string[] {
  const { environment, tenant, url, revision } = plan.platform
  const left = [environment, tenant, url].filter((part) => part !== null).join(' · ')
  const right = `${minute(plan.createdAt)} · live revision ${revision}`
  const scope = plan.scope.length === 0 ? [] : [`only ${plan.scope.join(' ')}`]
  const { baseline } = plan
  const against = baseline === undefined ? [] : [`against ${baseline.ref} (${baseline.commit.slice(0, 12)})`]
  const gap = width - displayWidth(left) - displayWidth(right)
  const lines = gap >= 2 ? [left + ' '.repeat(gap) + right] : [left, right]
  return [...lines, ...against, ...scope].flatMap((line) => table([[line]], { width })).map(paint.dim)
}

/** What approvals name, and what planning cost. */
export function footer({ plan, width, paint }: PlanView, { requests, milliseconds }: PlanTextOptions): string[] {
  const digests = `plan ${shortDigest(plan.digests.plan)}  outcome ${shortDigest(plan.digests.outcome)}`
  const cost = [
    requests === undefined ? '' : requests < 1000 ? count(requests, 'request') : `${grouped(requests)} requests`,
    milliseconds === undefined ? '' : duration(milliseconds),
  ].filter((part) => part !== '')
  return table([[cost.length === 0 ? digests : `${digests}  ${cost.join(', ')}`]], { width }).map(paint.dim)
}
