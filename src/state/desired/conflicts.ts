import type { Conflict } from '../merge.js'
import type { AccountScope } from './scope.js'

/** Two sets of equal rank that disagree stop the account, unless a nearer document settles it. */
export function tellConflicts(scope: AccountScope, conflicts: readonly Conflict[]): void {
  for (const { unit, statements } of conflicts) {
    const message = `sets of equal priority say different things about ${unit}; give one a higher priority or say it in the account`
    scope.problems.push({ code: 'merge/conflict', severity: 'error', address: scope.live.address, message, statements })
  }
}
