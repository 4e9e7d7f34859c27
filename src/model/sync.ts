import { parseAddress } from './address.js'
import type { Plan } from './generated/plan.js'

/** Does the platform stand as the estate wants it, and if not, what is in the way? */
export interface Sync {
  /** Null where nobody can say: something was not read whole. */
  readonly inSync: boolean | null
  /** Changes that a plan would write now. */
  readonly changes: number
  /** Changes that are only looked at (E19): live is otherwise than declared all the same. */
  readonly observed: number
  /** What errors stopped, by name: an account, or the document that speaks of several. Nothing was planned there. */
  readonly stopped: readonly string[]
}

type Looked = Pick<Plan, 'changes' | 'findings'>

/** In sync is what was looked at whole, and differs in nothing: neither in what is written nor in what is observed (E11). */
export function syncOf({ changes, findings }: Looked): Sync {
  const observed = changes.filter((change) => change.observed === true).length
  const written = changes.length - observed
  const stopped = stoppedIn(findings)
  const isWhole = findings.every(({ code }) => code !== 'read/incomplete')
  const differs = changes.length > 0 || stopped.length > 0
  return { inSync: differs ? false : isWhole ? true : null, changes: written, observed, stopped }
}

/** The accounts that errors stop; where an error is of no account, the address that it is about. */
function stoppedIn(findings: Plan['findings']): string[] {
  const names = findings.flatMap(({ severity, address }) => (severity === 'error' ? [accountOf(address)] : []))
  return [...new Set(names)].sort()
}

const IN_ACCOUNTS: ReadonlySet<string> = new Set(['account', 'project', 'group', 'user', 'connection'])

function accountOf(address: string): string {
  const { kind, parts } = parseAddress(address)
  return IN_ACCOUNTS.has(kind) && (kind !== 'connection' || parts.length > 1) ? (parts[0] ?? address) : address
}
