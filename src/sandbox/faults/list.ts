import { closeDelimited } from './close-delimited.js'
import { drip } from './drip.js'
import { emptyBody } from './empty-body.js'
import { emptyObject } from './empty-object.js'
import { errorAfter } from './error-after.js'
import { errorBefore } from './error-before.js'
import { expiredCursor } from './expired-cursor.js'
import type { Fault } from './fault.js'
import { forgottenWrite } from './forgotten-write.js'
import { html } from './html.js'
import { ignoredLimit } from './ignored-limit.js'
import { latency } from './latency.js'
import { lostCursor } from './lost-cursor.js'
import { rateLimited } from './rate-limited.js'
import { redirect } from './redirect.js'
import { repeatedCursor } from './repeated-cursor.js'
import { resetAfter } from './reset-after.js'
import { resetBefore } from './reset-before.js'
import { shortPage } from './short-page.js'
import { staleRead } from './stale-read.js'
import { truncated } from './truncated.js'
import { wrongTotal } from './wrong-total.js'

/** Every fault that can be switched on; docs/sandbox.md tells what each does. */
export const FAULTS: readonly Fault[] = [
  ...[latency, rateLimited, errorBefore, errorAfter, resetBefore, resetAfter, redirect],
  ...[truncated, closeDelimited, drip, html, emptyBody, emptyObject],
  ...[shortPage, ignoredLimit, wrongTotal, lostCursor, expiredCursor, repeatedCursor],
  ...[staleRead, forgottenWrite],
]
