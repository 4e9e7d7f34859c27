import type { Snapshot } from '../model/snapshot.js'
import type { WriteOutcome } from '../provider/port.js'
import { standsAlready } from './already.js'
import { isGone, type Prepared } from './batches.js'
import { bodyFor, createdId } from './calls.js'
import { Directory } from './directory.js'
import { readBackOf } from './journalled.js'
import type { Run } from './run.js'

/** A write whose answer settles nothing by itself. */
export interface Doubt {
  readonly prepared: Prepared
  readonly request: string
  readonly outcome: WriteOutcome
}

/**
 * Settles what no answer settled by one read for all: writes that nobody answered, revocations of what may be gone
 * already, and refusals of what may be as planned already. Nothing is repeated blindly.
 */
export async function resolveDoubts(run: Run, doubts: readonly Doubt[]): Promise<void> {
  const fresh = await refresh(run)
  const seen = fresh && new Directory(fresh, run.secrets)
  const left = doubts.filter((doubt) => {
    const stands = seen !== null && standsAlready(doubt.prepared.change, seen)
    if (stands) confirm(run, doubt, seen)
    return !stands
  })
  const movers = await whoMoved(run, left)
  for (const doubt of left) deny(run, doubt, seen !== null, movers)
  noteWhatWasRead(run, doubts)
}

function noteWhatWasRead(run: Run, doubts: readonly Doubt[]): void {
  for (const request of new Set(doubts.map((doubt) => doubt.request))) {
    const of = doubts.filter((doubt) => doubt.request === request)
    run.note({ type: 'outcome', request, results: of.map(({ prepared }) => readBackOf(run, prepared)) })
  }
}

async function refresh(run: Run): Promise<Snapshot | null> {
  try {
    run.latest = await run.context.port.refresh(run.latest)
    return run.latest
  } catch {
    return null
  }
}

function confirm(run: Run, { prepared, outcome }: Doubt, seen: Directory): void {
  const { index, change, write } = prepared
  if (isGone(write)) run.directory.removed(write.collection, write.id)
  // A version that somebody else brought about is not ours to build on; an id is needed by what stands below.
  else if (outcome.status === 'unknown' || write.id === null) learn(run, prepared, seen)
  if (outcome.status === 'unknown') {
    run.wrote = true
    if (write.operation === 'revoke') run.ended.add(write.id)
    run.finish(index, 'done', { detail: `no answer came (${outcome.detail}), and a read shows that it was written` })
  } else if (change.operation === 'revoke')
    run.finish(index, 'done', { detail: 'it was gone already, as a read shows' })
  else run.finish(index, 'already', { detail: 'live was as planned' })
}

/** What was written without an answer has an id and a version all the same. */
function learn(run: Run, { change, write }: Prepared, seen: Directory): void {
  if (write.collection === 'invitations') return
  const id = write.id ?? createdId(change, seen)
  const etag = id === undefined ? undefined : seen.row(write.collection, id)?.etag
  if (id !== undefined && typeof etag === 'string')
    run.directory.wrote(write.collection, id, etag, bodyFor(change, run.directory))
}

/** Who wrote what a write met moved, by the row (C7). A trail that cannot be read names nobody. */
async function whoMoved(run: Run, doubts: readonly Doubt[]): Promise<ReadonlyMap<string, string>> {
  const rows = doubts.flatMap(({ prepared: { write }, outcome }) =>
    isMoved(outcome) && write.id !== null ? [{ collection: write.collection, id: write.id }] : [],
  )
  const events = rows.length === 0 ? [] : await run.context.port.history(rows).catch(() => [])
  const since = events.filter(({ revision }) => revision > run.context.snapshot.revision)
  return new Map(since.map(({ resource, principal, at }) => [resource, ` by ${principal.name} at ${at}`]))
}

const isMoved = (outcome: WriteOutcome): boolean =>
  outcome.status === 'refused' && outcome.problem === 'precondition-failed'

function deny(
  run: Run,
  { prepared: { index, write }, outcome }: Doubt,
  wasRead: boolean,
  movers: ReadonlyMap<string, string>,
): void {
  if (outcome.status === 'refused') {
    const moved = isMoved(outcome) ? `it moved since the plan${movers.get(write.id ?? '') ?? ''}: ` : ''
    run.finish(index, 'refused', { problem: outcome.problem, detail: moved + outcome.detail })
  } else if (outcome.status === 'unknown') {
    const read = wasRead ? '; a read shows that it was not written' : ''
    run.finish(index, wasRead ? 'refused' : 'unknown', { problem: 'no-answer', detail: outcome.detail + read })
  }
}
