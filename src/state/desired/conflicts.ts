import type { Address } from '../../model/address.js'
import type { Conflict } from '../merge.js'
import type { AccountScope } from './scope.js'

/** Two sets of equal rank that disagree stop the account, unless a nearer document settles it. */
export function tellConflicts(
  scope: AccountScope,
  conflicts: readonly Conflict[],
  { address } = scope.live as { readonly address: Address },
): void {
  for (const { unit, statements } of conflicts) {
    const message = `sets of equal priority say different things about ${unit}; give one a higher priority or say it in a nearer document`
    scope.problems.push({ code: 'merge/conflict', severity: 'error', address, message, statements })
  }
}
