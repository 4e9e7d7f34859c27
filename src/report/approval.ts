import type { TextOptions } from './applied.js'
import { paint } from './paint.js'
import { safe } from './safe.js'
import { table } from './table.js'
import { count, verb } from './words.js'

/** What an approved plan did not let run. */
export interface ApprovalReport {
  /** Why it counts for nothing; empty when it counts. */
  readonly stale: readonly string[]
  readonly refused: readonly RefusedReport[]
}
interface RefusedReport {
  readonly addresses: readonly string[]
  readonly reasons: readonly string[]
  readonly moves?: readonly {
    readonly address: string
    readonly by: string
    readonly at: string
    readonly via: string
    readonly what: string
  }[]
}

/** Why an approved plan is not executed, or not whole (E6). Empty where it is. */
export function renderApproval(given: ApprovalReport, { width, colour }: TextOptions): string {
  const { stale, refused } = safe(given)
  const { red, bold } = paint(colour)
  if (stale.length > 0) {
    const rows = stale.map((reason) => ['stale', reason])
    return [bold(red('Nothing was written: the approved plan counts no more.')), '', ...table(rows, { width })].join(
      '\n',
    )
  }
  if (refused.length === 0) return ''
  const changes = refused.reduce((sum, { addresses }) => sum + addresses.length, 0)
  const head = `${count(changes, 'change')} ${verb(changes, 'is', 'are')} not as approved and ${verb(changes, 'was', 'were')} left alone.`
  const rows = refused.flatMap(({ reasons, moves = [] }) => [
    ...reasons.map((reason) => ['not as approved', reason]),
    ...moves.map(({ address, by, at, via, what }) => ['moved', `${address}: ${what} by ${by} at ${at} (${via})`]),
  ])
  return [bold(red(head)), '', ...table(rows, { width })].join('\n')
}
