import type { Plan, PlanOutcome } from './generated/plan.js'

/** Exit codes as `commands.md` has them, for people, pipelines and JSON alike. */
export const EXIT = {
  done: 0,
  error: 1,
  changes: 2,
  refused: 3,
  incomplete: 4,
  stale: 5,
  partial: 6,
  leased: 7,
  interrupted: 130,
  terminated: 143,
} as const

/** Why a command ends as it does. The strongest comes first and gives the exit code. */
export type Reason = keyof typeof CODES
const CODES = {
  interrupted: EXIT.interrupted,
  terminated: EXIT.terminated,
  'partly-applied': EXIT.partial,
  'not-settled': EXIT.partial,
  'not-effective': EXIT.partial,
  'account-stopped': EXIT.error,
  failed: EXIT.error,
  'invalid-estate': EXIT.error,
  declined: EXIT.error,
  'lease-held': EXIT.leased,
  stale: EXIT.stale,
  'not-as-approved': EXIT.stale,
  refused: EXIT.refused,
  protected: EXIT.refused,
  findings: EXIT.refused,
  'read-incomplete': EXIT.incomplete,
  changes: EXIT.changes,
} as const

const ORDER = Object.keys(CODES) as Reason[]

export function outcome(reasons: Iterable<Reason>): PlanOutcome {
  const held = new Set(reasons)
  const ordered = ORDER.filter((reason) => held.has(reason))
  return { exitCode: ordered[0] === undefined ? EXIT.done : CODES[ordered[0]], reasons: ordered }
}

type Judged = Pick<Plan, 'findings' | 'verdicts' | 'changes' | 'held'>

/**
 * What a plan ends with by itself. Changes count where the caller asks for them (`--exit-code`, drift), and so does what
 * was changed by hand and is left so.
 */
export function planReasons({ findings, verdicts, changes, held }: Judged, countChanges: boolean): Reason[] {
  const reasons: Reason[] = []
  if (findings.some(({ severity }) => severity === 'error')) reasons.push('account-stopped')
  if (verdicts.some(({ effect }) => effect === 'refuse')) reasons.push('refused')
  if (verdicts.some(({ effect }) => effect === 'hold')) reasons.push('protected')
  if (findings.some(({ code }) => code === 'read/incomplete')) reasons.push('read-incomplete')
  const differs = changes.some(({ observed }) => observed !== true) || held.some(isLeftByHand)
  if (countChanges && differs) reasons.push('changes')
  return reasons
}

const BY_HAND: ReadonlySet<string> = new Set(['not-reopened', 'not-shut'])

/** Held because somebody made it so by hand, and `drift:` leaves it to people: it differs, and nothing is written. */
export const isLeftByHand = ({ reason }: Plan['held'][number]): boolean => BY_HAND.has(reason)
