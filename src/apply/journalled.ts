import type { RecordEntry } from '../model/journal.js'
import type { WriteOutcome } from '../provider/port.js'
import type { Prepared } from './batches.js'
import type { Run } from './run.js'

type Outcome = Extract<RecordEntry, { type: 'outcome' }>
type Result = Outcome['results'][number]

/** Puts on disk what a request is about to write. False where that fails: then it may not be sent. */
export const intend = (run: Run, request: string, batch: readonly Prepared[], fencing: number | null): boolean =>
  run.note({
    type: 'intent',
    request,
    fencing,
    writes: batch.map(({ index, change, write }) => ({
      index,
      ...{ address: change.address, operation: change.operation, collection: change.target.collection, id: write.id },
      ...{ before: change.before, after: change.after, ifMatch: write.ifMatch },
      ends: 'expectConnections' in write ? [...(write.expectConnections ?? [])] : [],
      ...reasonOf(run, change),
    })),
  })

/** Why it is written: since when the estate says so is found by these lines in its commit (E7). */
const reasonOf = ({ plan }: Run, { origin, causes, attribution }: Prepared['change']) => ({
  origin,
  causes: causes.flatMap((index) => plan.causes[index] ?? []).map(({ file, line }) => ({ file, line })),
  ...(attribution === undefined ? {} : { by: attribution }),
})

/** Puts on disk what was answered. What no answer settled is told again once a read has. */
export const answered = (
  run: Run,
  request: string,
  batch: readonly Prepared[],
  outcomes: readonly WriteOutcome[],
): void => {
  const results = batch.map(({ index, write }, at) => resultOf(run, index, write.id, outcomes[at] ?? UNANSWERED))
  run.note({ type: 'outcome', request, results })
}

/** What a read showed of a write that no answer had settled, under the request that sent it. */
export function readBackOf(run: Run, { index, write }: Prepared): Result {
  const { status, detail, problem } = run.outcomes[index] ?? { status: 'unknown', detail: null, problem: null }
  const known = status === 'done' || status === 'already' || status === 'refused' ? status : 'unknown'
  return { index, status: known, detail, problem, id: write.id, etag: null, effects: [] }
}

export const UNANSWERED: WriteOutcome = { status: 'unknown', detail: 'the platform left it unanswered' }

function resultOf(run: Run, index: number, id: string | null, outcome: WriteOutcome): Result {
  const blank = { index, status: outcome.status, problem: null, id, etag: null, effects: [] }
  if (outcome.status !== 'done')
    return {
      ...blank,
      detail: run.secrets.mask(outcome.detail),
      problem: outcome.status === 'refused' ? outcome.problem : null,
    }
  const effects = outcome.effects.map(({ op, collection, id: of }) => ({ op, collection, id: of }))
  const detail = outcome.note === undefined ? null : run.secrets.mask(outcome.note)
  return { ...blank, detail, id: outcome.row?.id ?? id, etag: outcome.row?.etag ?? null, effects }
}
