import { isLive, permitted } from '../naive.js'
import { isWaived } from '../naive-covers.js'
import { breachesOf } from '../naive-rules.js'
import { DAY } from '../random/words.js'
import { livingOn } from './endings.js'
import { aboutConnection } from './judged.js'
import type { Ran } from './run.js'

/** How often what the properties speak about came about: nothing may hold only because it never happened. */
export const seen = {
  ...{ changes: 0, effects: 0, revoked: 0, ended: 0, kept: 0, held: 0, renamed: 0, removed: 0 },
  ...{ asked: 0, connected: 0, pending: 0, ruled: 0, told: 0, waived: 0, secrets: 0, upgraded: 0, observed: 0 },
  ...{ underHold: 0, closedByHold: 0, ofProjectSets: 0, peopleGone: 0 },
}

export function count(ran: Ran): void {
  const { plan, before, after } = ran
  const acts = (operation: string) => plan.changes.filter((each) => each.operation === operation).length
  const made = plan.changes.filter(
    ({ operation, target }) => operation === 'create' && target.collection === 'connections',
  )
  const ended = (how: string) => plan.impact.connections.filter((each) => each.how === how).length
  seen.changes += plan.changes.length
  seen.effects += plan.effects.length
  seen.revoked += ended('revoked')
  seen.ended += ended('ended')
  seen.held += plan.held.length
  seen.renamed += acts('rename')
  seen.removed += acts('remove')
  seen.kept += after.connections.filter(
    (row) => isLive(row) && permitted(before, row, false) && permitted(after, row, false),
  ).length
  seen.asked += made.filter((each) => each.after?.status === 'requested').length
  seen.connected += made.filter((each) => each.after?.status === 'active').length
  seen.pending += ran.again.pending.filter(({ waitsFor }) => waitsFor === 'consent').length
  seen.ruled += plan.changes.filter(({ operation, origin }) => operation === 'revoke' && origin === 'rule').length
  seen.told += plan.findings.filter(
    ({ code, severity }) => severity === 'warning' && code.startsWith('connection/'),
  ).length
  seen.waived += livingOn(ran).filter((judged) => {
    const about = aboutConnection(ran, judged.account, judged.row)
    return breachesOf(judged.rules, judged, DAY).some(({ code }) => isWaived(ran.documents, code, about, DAY))
  }).length
  seen.secrets += plan.changes.filter(({ address }) => address.includes('#secrets.')).length
  seen.upgraded += plan.changes.filter(({ target, after: now }) => target.collection === 'apps' && now?.version).length
  seen.observed += plan.changes.filter(({ observed }) => observed).length
  seen.underHold += plan.held.filter(({ reason }) => reason === 'hold').length
  seen.peopleGone += plan.changes.filter(
    ({ operation, target }) => operation === 'remove' && target.collection === 'users',
  ).length
  const causedBy = (kind: string) => plan.changes.filter((each) => isCausedBy(plan, each.causes, kind)).length
  seen.closedByHold += causedBy('hold/')
  seen.ofProjectSets += causedBy('projectset/')
}

const isCausedBy = ({ causes }: Ran['plan'], of: readonly number[], kind: string): boolean =>
  of.some((at) => causes[at]?.statement.startsWith(kind))
