import { unasked } from './asked.js'
import { connectedOtherwise, waitsUntold } from './connecting.js'
import { leftOpen, lostInVain, revokedInVain, toldOtherwise } from './endings.js'
import { openedUnderHold } from './holding.js'
import { stoppedOddly, unmet } from './meaning.js'
import type { Ran } from './run.js'
import { touched } from './touched.js'
import { endedOtherwise, misordered, ranOtherwise, undone, unsettled } from './trail.js'

/** All that must hold of every run, each with a check that tells, in words, where it does not. */
export const CHECKS: readonly (readonly [string, (ran: Ran) => string[]])[] = [
  ['every planned change is done', undone],
  ['E11: a plan after apply has no changes', unsettled],
  ['the connections that ended are those the plan named', endedOtherwise],
  ['what ran is what was planned plus what was predicted', ranOtherwise],
  ['what the estate has no opinion on is byte for byte as before', touched],
  ['E2: every change is asked for by a document', unasked],
  ['L13: what was permitted and is permitted lives on', lostInVain],
  ['nothing lives that is neither permitted nor held', leftOpen],
  ['Writ revokes only what a document closes, names or limits', revokedInVain],
  ['what breaks a rule and lives is told, and nothing else is', toldOtherwise],
  ['C2, U3: what is to be connected is made, asked for once, or held for a reason', connectedOtherwise],
  ['E11: what waits for consent is pending since it was asked for', waitsUntold],
  ['E13: nothing opens under a Hold, and one that closes has closed', openedUnderHold],
  ['what documents say is so, or is held', unmet],
  ['no account is stopped without a reason', stoppedOddly],
  ['E9: what a change needs comes before it', misordered],
]
