import { compareText } from '../../model/canonical.js'
import { type Breach, type Case, unlessWanted } from './rule.js'
import { isPersonal } from './standing.js'
import { heeded } from './waived.js'

/** Personal connections beyond so many per person and app: declared ones stay, then the oldest (U4). */
export function surplus(cases: readonly Case[]): { readonly judged: Case; readonly breach: Breach }[] {
  const rule = cases[0]?.context.desired.rules.maxPerUserAndApp
  if (rule === undefined) return []
  return [...bySlot(cases).values()].flatMap((all) =>
    [...all]
      .sort(byRight)
      .slice(rule.value)
      .map((judged) => {
        const { owner, app } = judged.connection.fields
        const message = `${owner} has ${all.length} personal connections to ${app}, and ${rule.value} may be`
        const breach = { code: 'connection/too-many', act: 'revoke', message, statements: [rule.statement] } as const
        return { judged, breach: heeded(judged, unlessWanted(judged, breach)) }
      }),
  )
}

function bySlot(cases: readonly Case[]): Map<string, Case[]> {
  const slots = new Map<string, Case[]>()
  for (const each of cases) {
    const { fields } = each.connection
    if (!isPersonal(fields)) continue
    const slot = `${fields.owner}\n${fields.app}`
    const taken = slots.get(slot)
    if (taken === undefined) slots.set(slot, [each])
    else taken.push(each)
  }
  return slots
}

/** Who stays comes first. */
const byRight = (a: Case, b: Case): number =>
  rankOf(a) - rankOf(b) ||
  compareText(a.connection.fields.createdAt, b.connection.fields.createdAt) ||
  compareText(a.connection.key, b.connection.key)

const rankOf = ({ standing }: Case): number => (standing === 'declared' || standing === 'wished' ? 0 : 1)
