import { noteChanges } from '../effective.js'
import { type Answer, remember, remembered, requestFingerprint } from '../idempotency.js'
import { demandFencing } from '../lease.js'
import { demandExpected, type Outcome } from '../operations.js'
import type { Platform } from '../platform.js'
import { demandFullToken } from '../roles.js'
import { shown, shownEffects } from '../shown.js'
import { Write } from '../write.js'
import { answer, type Call, expectedOf, fencingOf, idempotencyKeyOf } from './call.js'

/** Runs a write whole or not at all: rules, rows, events, feed and the remembered answer are one transaction. */
export function execute(call: Call, work: (write: Write) => Answer): Answer {
  const { platform, who } = call
  demandFullToken(who)
  const key = idempotencyKeyOf(call)
  const fencing = fencingOf(call)
  const request = requestFingerprint(call.method, call.url, call.body)
  return transaction(platform, () => {
    const before = remembered(platform, who, key, request)
    if (before) return before
    demandFencing(platform, fencing)
    const done = work(new Write(platform, who))
    remember(platform, who, key, request, done)
    return done
  })
}

/** A single write of one row: its row with what the platform did by itself. */
export function executeRow(call: Call, work: (write: Write) => Outcome): Answer {
  const expected = expectedOf(call)
  return execute(call, (write) => {
    const { status, row, ...more } = work(write)
    demandExpected(write, expected)
    const { store, effects } = write
    return answer(status, { ...shown(store, row), ...more, effects: shownEffects(store, effects) }, row.etag)
  })
}

/** A transaction that also notes what customers will see of it (T9). */
export function transaction<T>(platform: Platform, work: () => T): T {
  return platform.store.transaction(() => {
    const result = work()
    noteChanges(platform)
    return result
  })
}
