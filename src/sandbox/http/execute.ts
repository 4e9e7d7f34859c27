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
  const run = call.forgotten ? undone : transaction
  return run(platform, () => {
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

/**
 * A write whose answer is complete only once the third party has spoken. Until then the answer that is remembered tells
 * what is certain; whoever repeats the request meanwhile waits for the same last word.
 */
export async function executeThen(
  call: Call,
  work: (call: Call) => Answer,
  finish: (draft: Answer) => Promise<Answer>,
): Promise<Answer> {
  const { platform, who } = call
  const draft = work(call)
  const key = idempotencyKeyOf(call)
  const id = `${who.id} ${key}`
  if (draft.replayed) return { ...(await (platform.finishing.get(id) ?? draft)), replayed: true }
  const last = finish(draft)
  platform.finishing.set(id, last)
  try {
    const done = await last
    if (!call.forgotten) remember(platform, who, key, requestFingerprint(call.method, call.url, call.body), done)
    return done
  } finally {
    platform.finishing.delete(id)
  }
}

/** A write that first learns something of the third party; a request that is repeated, or may not write, asks for nothing. */
export async function executeAfter(
  call: Call,
  learn: () => Promise<void>,
  work: (call: Call) => Answer,
): Promise<Answer> {
  const { platform, who } = call
  demandFullToken(who)
  const request = requestFingerprint(call.method, call.url, call.body)
  const before = remembered(platform, who, idempotencyKeyOf(call), request)
  if (before) return before
  await learn()
  return work(call)
}

/** A transaction that also notes what customers will see of it (T9). What it ended is then taken back at the third party. */
export function transaction<T>(platform: Platform, work: () => T): T {
  const done = platform.store.transaction(() => {
    const result = work()
    noteChanges(platform)
    return result
  })
  platform.revocations.drain()
  return done
}

/** Thrown to undo what an answer tells. */
class Forgotten<T> extends Error {
  constructor(readonly done: T) {
    super('forgotten')
  }
}

/** Does it, tells what came of it, and keeps nothing. */
function undone<T>(platform: Platform, work: () => T): T {
  try {
    return platform.store.transaction((): T => {
      throw new Forgotten(work())
    })
  } catch (error) {
    if (error instanceof Forgotten) return error.done as T
    throw error
  }
}
