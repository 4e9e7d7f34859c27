import { sorted } from '../../../model/canonical.js'
import type { Desired } from '../../../model/desired.js'
import type { Statement } from '../../../model/document.js'
import type { AccountInput } from '../../../model/generated/policy-input.js'
import type { Snapshot } from '../../../model/snapshot.js'

/** The variables that every rule has. */
export type Common = Omit<AccountInput, 'account'>

/** Nothing of it comes from the clock: the day is the run's. */
export function commonInput(snapshot: Snapshot, day: string, environment: string | null): Common {
  const { name, roles } = snapshot.principal
  const held = sorted(roles.map(({ role }) => role))
  return {
    today: day,
    now: `${day}T00:00:00.000Z`,
    tenant: snapshot.platform.tenant,
    environment,
    principal: { name, operator: held.includes('operator'), roles: held },
  }
}

/** The files that speak of a thing and of its settings. */
export const filesOf = (...wanted: readonly (Desired | undefined)[]): string[] =>
  sorted(wanted.flatMap((each) => (each === undefined ? [] : statementsOf(each).map(({ source }) => source.file))))

const SETTINGS = ['account-integration', 'project-integration', 'group-integration'] as const

function statementsOf(desired: Desired): Statement[] {
  const settings = SETTINGS.flatMap((kind) => [...(desired.children[kind]?.values() ?? [])] as Desired[])
  return [desired, ...settings].flatMap(({ said }) => Object.values(said).flat())
}

const DAY = 24 * 60 * 60 * 1000

/** Whole days from a moment to the beginning of a day; none before it. */
export const daysSince = (moment: string, day: string): number =>
  Math.max(0, Math.floor((Date.parse(day) - Date.parse(moment.slice(0, 10))) / DAY))
