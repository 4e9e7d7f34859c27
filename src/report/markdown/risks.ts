import type { Change, Plan } from '../../model/generated/plan.js'
import { split } from '../plan/address.js'
import { isWritten } from '../plan/view.js'

interface Risk {
  readonly label: string
  readonly holds: (plan: Plan, written: readonly Change[]) => boolean
}

const opens = ({ direction }: Change): boolean => direction === 'opens' || direction === 'mixed'
const closes = ({ direction }: Change): boolean => direction === 'closes' || direction === 'mixed'

/** What a reviewer looks for first, in this order: each label stands where something in the plan calls for it. */
const RISKS: readonly Risk[] = [
  { label: 'incomplete', holds: ({ reads }) => reads.some(({ complete }) => !complete) },
  { label: 'refused', holds: ({ verdicts }) => verdicts.some(({ effect }) => effect === 'refuse') },
  {
    label: 'ends live use',
    holds: ({ impact, changes }) => impact.connections.some(({ by }) => changes[by]?.observed !== true),
  },
  { label: 'widens', holds: (_, written) => written.some(opens) },
  { label: 'narrows', holds: (_, written) => written.some(closes) },
  { label: 'removes', holds: (_, written) => written.some(({ operation }) => operation === 'remove') },
  { label: 'new app', holds: (_, written) => written.some(isNewApp) },
  { label: 'more permissions', holds: (plan, written) => mayHoldMore(plan) || written.some(raises) },
  { label: 'releases', holds: ({ released }) => released.length > 0 },
]

const isNewApp = ({ address, operation }: Change): boolean =>
  operation === 'create' && split(address).kind === 'app' && !address.includes('#')

/** Connections of an app may hold more than at the baseline, or nothing says any more what they may hold. */
const mayHoldMore = ({ findings, released }: Plan): boolean =>
  findings.some(({ code }) => code === 'baseline/permissions') ||
  released.some(({ address }) => /^app\/[^#]+#permissions$/.test(address))

/** People, a group, or those who may use a connection get more than they had. Who is only invited had nothing. */
const raises = (change: Change): boolean =>
  raisesRole(change) || (opens(change) && PEOPLE.has(split(change.address).kind) && !isAsked(change))

const PEOPLE: ReadonlySet<string> = new Set(['group', 'user', 'connection'])

const ROLES = ['member', 'project-admin', 'manager', 'owner']

/** A role, or a project to administer, is no access to an app, and says who may give it. */
function raisesRole({ before, after }: Change): boolean {
  const { role: was, projects: had } = before ?? {}
  const { role: is, projects: has } = after ?? {}
  const isMore = Array.isArray(had) && Array.isArray(has) && has.some((each) => !had.includes(each))
  return isMore || (was !== undefined && ROLES.indexOf(String(is)) > ROLES.indexOf(String(was)))
}

/** A connection that is made, or asked for, opens nothing that was not open. */
const isAsked = ({ operation, target }: Change): boolean =>
  operation === 'create' && target.collection === 'connections'

/** In a few words what kind of plan this is: widens, narrows, ends live use, and so on. */
export const risks = (plan: Plan): string[] => {
  const written = plan.changes.filter(isWritten)
  return RISKS.filter(({ holds }) => holds(plan, written)).map(({ label }) => label)
}
