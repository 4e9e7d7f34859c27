import type { Change } from './generated/plan.js'

/** Does carrying a change out send somebody a message, an invitation or a request for consent? None can be unsent. */
export const sendsMessage = ({ operation, target, after }: Change): boolean =>
  operation === 'invite' || (target.collection === 'connections' && ASKED.has(after?.status))

/** The statuses that a connection gets by asking its owner (U3, U6). */
const ASKED: ReadonlySet<unknown> = new Set(['requested', 'needs-reauth'])
