import type { Change, Plan } from '../../model/generated/plan.js'
import { isWritten } from '../plan/view.js'

/** What a reviewer looks for first, in this order: each label stands when something in the plan calls for it. */
const RISKS: readonly [label: string, holds: (plan: Plan, changes: readonly Change[]) => boolean][] = [
  ['incomplete', ({ reads }) => reads.some(({ complete }) => !complete)],
  ['refused', ({ verdicts }) => verdicts.some(({ effect }) => effect === 'refuse')],
  ['ends live use', ({ impact, changes }) => impact.connections.some(({ by }) => changes[by]?.observed !== true)],
  ['widens', (_, changes) => changes.some(({ direction }) => direction === 'opens' || direction === 'mixed')],
  ['narrows', (_, changes) => changes.some(({ direction }) => direction === 'closes' || direction === 'mixed')],
  ['removes', (_, changes) => changes.some(({ operation }) => operation === 'remove')],
  [
    'new app',
    (_, changes) => changes.some(({ address, operation }) => operation === 'create' && /^app\/[^#]*$/.test(address)),
  ],
  ['releases', ({ released }) => released.length > 0],
]

/** In a few words what kind of plan this is: widens, narrows, ends live use, and so on. */
export const risks = (plan: Plan): string[] => {
  const changes = plan.changes.filter(isWritten)
  return RISKS.filter(([, holds]) => holds(plan, changes)).map(([label]) => label)
}
