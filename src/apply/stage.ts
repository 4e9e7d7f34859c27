import type { WriteOutcome } from '../provider/port.js'
import { standsAlready } from './already.js'
import { batchesOf, inLanes, isGone, type Prepared } from './batches.js'
import { bodyFor, collectionOf, toWrite } from './calls.js'
import { UnknownName } from './directory.js'
import { type Doubt, resolveDoubts } from './doubt.js'
import { answered, intend, UNANSWERED } from './journalled.js'
import type { Run } from './run.js'
import { UnresolvedSecret } from './secrets.js'
import { stepKey } from './step-key.js'

/** A version that this run itself moved is worth another try; more than so many are somebody else's doing. */
const MOST_ATTEMPTS = 4

/** Runs the changes of one stage in waves: whatever needs nothing more, until nothing is left. */
export async function runStage(run: Run, indexes: readonly number[], fencing: number | null): Promise<void> {
  let waiting = indexes.filter((index) => run.outcomes[index] === null)
  while (waiting.length > 0 && !run.isStopped) {
    for (const index of waiting) blockIfNeeded(run, index)
    const open = waiting.filter((index) => run.outcomes[index] === null)
    const ready = open.filter((index) => run.changes[index]?.needs.every((need) => run.isDone(need)))
    if (ready.length === 0) return blockRest(run, open)
    await attempt(run, ready, fencing)
    run.sayProgress()
    waiting = open.filter((index) => run.outcomes[index] === null)
  }
}

/** What needs something that failed is blocked by it (E9). */
function blockIfNeeded(run: Run, index: number): void {
  const cause = run.changes[index]?.needs.find((need) => run.outcomes[need] && !run.isDone(need))
  if (cause === undefined) return
  run.finish(index, 'blocked', {
    detail: `waits for ${run.changes[cause]?.address}, which did not succeed`,
    blockedBy: cause,
  })
}

/** Needs of a later stage cannot be met: such a plan contradicts itself, and doubt means no write. */
function blockRest(run: Run, indexes: readonly number[]): void {
  for (const index of indexes) {
    const need = run.changes[index]?.needs.find((each) => !run.isDone(each))
    run.finish(index, 'blocked', {
      detail: 'needs a change that comes later',
      ...(need === undefined ? {} : { blockedBy: need }),
    })
  }
}

async function attempt(run: Run, indexes: readonly number[], fencing: number | null): Promise<void> {
  const prepared = indexes.flatMap((index) => prepare(run, index) ?? [])
  const doubts: Doubt[] = []
  const { parallelism } = run.context
  await inLanes(batchesOf(prepared, parallelism, run.directory), parallelism, async (batch) => {
    await run.beforeSending()
    if (run.isStopped) return
    const request = stepKey(run.plan, batch)
    if (!intend(run, request, batch, fencing)) return
    const outcomes = await send(run, batch, request, fencing)
    answered(run, request, batch, outcomes)
    batch.forEach((each, at) => {
      const outcome = outcomes[at] ?? UNANSWERED
      if (!settleOne(run, each, outcome)) doubts.push({ prepared: each, outcome, request })
    })
  })
  if (doubts.length > 0) await resolveDoubts(run, doubts)
}

/** The write of a change; null where none is needed or possible, and its outcome stands already. */
function prepare(run: Run, index: number): Prepared | null {
  const change = run.changes[index]
  if (change === undefined) return null
  try {
    const write = toWrite(change, run.directory)
    if (write.id !== null && run.directory.isForeign(write.collection, write.id)) {
      run.finish(index, 'refused', {
        problem: 'moved',
        detail: 'somebody else changed it while this run was under way',
      })
      return null
    }
    if (standsAlready(change, run.directory)) {
      run.finish(index, 'already', { detail: 'live was as planned' })
      return null
    }
    return { index, change, write }
  } catch (error) {
    const problem = error instanceof UnknownName ? 'unknown-name' : null
    if (problem === null && !(error instanceof UnresolvedSecret)) throw error
    run.finish(index, 'refused', { problem: problem ?? 'unresolved-secret', detail: (error as Error).message })
    return null
  }
}

async function send(
  run: Run,
  batch: readonly Prepared[],
  idempotencyKey: string,
  fencing: number | null,
): Promise<WriteOutcome[]> {
  for (const { index } of batch) run.attempts[index] = (run.attempts[index] ?? 0) + 1
  try {
    return await run.context.port.write(
      batch.map(({ write }) => write),
      { idempotencyKey, fencing },
    )
  } catch (error) {
    const detail = run.secrets.mask(error instanceof Error ? error.message : String(error))
    run.stopped ??= detail
    return batch.map(() => ({ status: 'unknown', detail }))
  }
}

/** Takes in an answer; false where only a read can tell what it means. */
function settleOne(run: Run, { index, change, write }: Prepared, outcome: WriteOutcome): boolean {
  if (outcome.status === 'done') {
    run.wrote = true
    const collection = collectionOf(change)
    if (isGone(write)) run.directory.removed(write.collection, write.id)
    else if (outcome.row)
      run.directory.wrote(collection, outcome.row.id, outcome.row.etag, bodyFor(change, run.directory))
    if (write.operation === 'revoke') run.ended.add(write.id)
    for (const effect of outcome.effects) run.noteEffect(index, effect)
    run.finish(index, 'done', { detail: outcome.note ?? null })
    return true
  }
  if (outcome.status === 'unknown') return false
  if (outcome.problem === 'lease-fenced' || outcome.httpStatus === 401) run.stopped ??= outcome.detail
  return outcome.problem === 'precondition-failed' && movedByUs(run, index, write.collection, write.id, write.ifMatch)
}

/** The version moved under the write because of this very run: it is tried again with the newest, in the next wave. */
function movedByUs(
  run: Run,
  index: number,
  collection: Parameters<Run['directory']['etag']>[0],
  id: string | null,
  sent: string | null,
): boolean {
  const newest = id === null ? undefined : run.directory.etag(collection, id)
  return newest !== undefined && newest !== sent && (run.attempts[index] ?? 0) < MOST_ATTEMPTS
}
