import type { Verdict } from '../model/generated/plan.js'
import { disabledIntegrations } from './disabled-integrations.js'
import { expectations } from './expectations.js'
import type { Gate, Judged } from './gate.js'
import type { LimitGate } from './limit-gate.js'
import { messages } from './messages.js'
import { passable } from './override.js'
import { protections } from './protections.js'
import { removedObjects } from './removed-objects.js'
import { revokedConnections } from './revoked-connections.js'
import { roles } from './roles.js'
import { shrunk } from './shrunk.js'
import { refusedChanges, type Skipped } from './skip.js'
import { uninstalls } from './uninstalls.js'
import { usersGainingAccess } from './users-gaining-access.js'
import { usersLosingAccess } from './users-losing-access.js'

/** Every limit that an Override can let a plan pass, and whose sort a run can leave out. */
const LIMITS: readonly LimitGate[] = [
  revokedConnections,
  usersLosingAccess,
  removedObjects,
  disabledIntegrations,
  usersGainingAccess,
  messages,
]

/** Every veto, in the order in which people should read them: first what cannot be undone. */
const GATES: readonly Gate[] = [
  expectations,
  roles,
  passable(revokedConnections),
  passable(usersLosingAccess),
  passable(removedObjects),
  uninstalls,
  passable(disabledIntegrations),
  passable(usersGainingAccess),
  passable(messages),
  protections,
  shrunk,
]

/** What stands against a plan. All gates are asked, so that one run tells everything (E8). */
export const judgePlan = (judged: Judged): Verdict[] => GATES.flatMap((gate) => gate(judged))

/** The changes that a refusing verdict names: left out with `--on-refusal skip`. */
export const refused = (judged: Judged, verdicts: readonly Verdict[]): readonly Skipped[] =>
  refusedChanges(judged, verdicts, LIMITS)

export type { Judged, LiveTotals } from './gate.js'
export { type Powers, powersOf } from './powers.js'
