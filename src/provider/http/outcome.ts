import type { Collection } from '../../model/snapshot.js'
import type { Write, WriteDone, WriteEffect, WriteOutcome, WriteRefused } from '../port.js'
import { problemName } from './answers.js'
import { asObject, clip } from './client.js'
import { badAnswer, CallFailure } from './failure.js'
import type { RowReader } from './row-reader.js'
import { isCollection, readRow } from './rows.js'

/** What a failed request says about each write in it: refused, or unknown where it may have been executed. */
export function failed(error: CallFailure): WriteOutcome {
  if (error.executed) return { status: 'unknown', detail: error.message }
  return { status: 'refused', problem: error.problem, httpStatus: error.status, detail: error.message }
}

/** What a bulk answer says about each of its items. A list of another length says nothing about any. */
export function readResults(rows: RowReader, writes: readonly Write[], value: unknown, token: string): WriteOutcome[] {
  const { results } = asObject(value, 'the bulk answer')
  if (!Array.isArray(results) || results.length !== writes.length)
    throw badAnswer('the bulk answer has another number of results than there were items')
  return writes.map((write, at) => readResult(rows, write, asObject(results[at], `result ${at + 1}`), token))
}

function readResult(rows: RowReader, write: Write, raw: Record<string, unknown>, token: string): WriteOutcome {
  const { status, row, effects, legs } = raw
  if (typeof status !== 'number') throw badAnswer('a result has no status')
  if (status >= 200 && status < 300) return readDone(rows, write, row, effects, legs)
  if (status >= 500) return { status: 'unknown', detail: words(raw.problem, status, token).detail }
  return { status: 'refused', httpStatus: status, ...words(raw.problem, status, token) }
}

function words(problem: unknown, status: number, token: string): Pick<WriteRefused, 'problem' | 'detail'> {
  const { type, detail, title } = (problem ?? {}) as Record<string, unknown>
  const text = [detail, title].find((each) => typeof each === 'string') as string | undefined
  return {
    problem: clip(problemName(type, status), token),
    detail: clip(text ?? `status ${status}`, token),
  }
}

/** A write that was executed: the row as it is now, and what changed by itself. */
export function readDone(rows: RowReader, write: Write, row: unknown, effects: unknown, legs: unknown): WriteDone {
  const note = legNote(legs)
  return {
    status: 'done',
    row: write.operation === 'upsert' || write.operation === 'reauth' ? identityOf(row) : null,
    effects: readEffects(rows, effects),
    ...(note === null ? {} : { note }),
  }
}

function identityOf(row: unknown): { id: string; etag: string } {
  const { id, etag } = asObject(row, 'the written row')
  if (typeof id !== 'string' || typeof etag !== 'string') throw badAnswer('the written row has no id and etag')
  return { id, etag }
}

function readEffects(rows: RowReader, effects: unknown): WriteEffect[] {
  if (effects === undefined) return []
  if (!Array.isArray(effects)) throw badAnswer('effects is not a list')
  return effects.flatMap((effect, at) => readEffect(rows, asObject(effect, 'an effect'), at + 1))
}

const OPERATIONS: readonly unknown[] = ['create', 'update', 'delete', 'end']

function readEffect(
  rows: RowReader,
  { op, collection, id, row }: Record<string, unknown>,
  number: number,
): WriteEffect[] {
  if (!OPERATIONS.includes(op) || typeof id !== 'string') throw badAnswer(`effect ${number} has no op or id`)
  if (!isCollection(collection)) return []
  const read = row === null || row === undefined ? null : readRow<Collection>(rows, collection, row, 'effect', number)
  return [{ op: op as WriteEffect['op'], collection, id, etag: read?.etag ?? null, row: read }]
}

/** Revoking has two legs, and only one of them is the platform's own. */
function legNote(legs: unknown): string | null {
  const { thirdParty } = (legs ?? {}) as { thirdParty?: unknown }
  return thirdParty === 'failed'
    ? 'revoked on the platform; the third party did not confirm that its token is gone'
    : null
}

/** After this, the same answer awaits every further write. */
export const endsAll = (outcome: WriteOutcome): boolean =>
  outcome.status === 'refused' && (outcome.httpStatus === 401 || outcome.problem === 'lease-fenced')

export const asFailure = (error: unknown): CallFailure => {
  if (error instanceof CallFailure) return error
  throw error
}
