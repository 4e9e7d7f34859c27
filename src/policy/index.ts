import type { Verdict } from '../model/generated/plan.js'
import { disabledIntegrations } from './disabled-integrations.js'
import { expectations } from './expectations.js'
import type { Gate, Judged } from './gate.js'
import { messages } from './messages.js'
import { protections } from './protections.js'
import { removedObjects } from './removed-objects.js'
import { revokedConnections } from './revoked-connections.js'
import { roles } from './roles.js'
import { uninstalls } from './uninstalls.js'
import { usersGainingAccess } from './users-gaining-access.js'
import { usersLosingAccess } from './users-losing-access.js'

/** Every veto, in the order in which people should read them: first what cannot be undone. */
const GATES: readonly Gate[] = [
  expectations,
  roles,
  revokedConnections,
  usersLosingAccess,
  removedObjects,
  uninstalls,
  disabledIntegrations,
  usersGainingAccess,
  messages,
  protections,
]

/** What stands against a plan. All gates are asked, so that one run tells everything (E8). */
export const judgePlan = (judged: Judged): Verdict[] => GATES.flatMap((gate) => gate(judged))

export type { Judged, LiveTotals } from './gate.js'
export { type Powers, powersOf } from './powers.js'
