import type { SaidRules } from '../../model/desired.js'
import type { ConnectionRules } from '../../model/generated/documents.js'
import { entriesOf, mergeUnits, type Voice } from '../merge.js'
import { tellConflicts } from './conflicts.js'
import type { AccountScope } from './scope.js'

/** The rules for live connections: each a unit of its own, taken from the nearest that states it. */
export function connectionRules(
  scope: AccountScope,
  voices: readonly Voice<{ readonly connections?: ConnectionRules }>[],
): SaidRules {
  const { units, conflicts } = mergeUnits(voices, ({ connections }) =>
    entriesOf(connections as Readonly<Record<string, unknown>> | undefined, 'connections'),
  )
  tellConflicts(scope, conflicts)
  return Object.fromEntries(units) as SaidRules
}
