import { randomBytes } from 'node:crypto'
import type { Entry, RecordLine, RecoveredEntry, RunEntry, SeenEntry } from './generated/record.js'

type Written = 'seq' | 'at' | 'prev'
type Unwritten<E> = E extends Entry ? Omit<E, Written> : never

/** What a run says of itself; number, time and chain are the writer's business. The first entry and the seal, too. */
export type RecordEntry = Exclude<Unwritten<Entry>, { type: 'run' | 'seal' }>

/** What the first entry is made of; the writer adds whose process it is. */
export type RunFacts = Omit<RunEntry, Written | 'type' | 'formatVersion' | 'process'>

/**
 * A record on its way (E10, E15). Every line is on the disk when `append` returns; where it cannot be, it throws the
 * Fault `record/unwritable`, and then nothing may be sent.
 */
export interface Journal {
  append(entry: RecordEntry): void
}

/** One run's journal, to be sealed once, whatever became of the run. */
export interface RecordWriter extends Journal {
  readonly run: string
  /** Where the journal stands. */
  readonly path: string
  /** Closes the record: chains it to the one sealed before, signs it where there is a key. Throws `record/unwritable`. */
  seal(): Promise<SealedRecord>
}

export interface SealedRecord {
  readonly run: string
  /** A file, or a ref and the path in its tree. */
  readonly place: string
  /** Hash of the last line before the seal, and the Merkle tree hash over all of them. */
  readonly head: string
  readonly root: string
  /** The key's id; null where nobody signed. */
  readonly signedBy: string | null
}

/** The journal of a process that is no more. */
export interface CutOff {
  readonly path: string
  readonly run: RunEntry
  /** All whole lines. */
  readonly entries: readonly Entry[]
  /** Appends what became of its open intents, and seals it as cut off. */
  recover(by: string, results: RecoveredEntry['results']): Promise<SealedRecord>
}

/** A journal that contradicts itself: it was moved aside, and nothing is to be taken from it. */
export interface SetAside {
  readonly path: string
  readonly movedTo: string
  /** With its line: `…jsonl:7 was changed`. */
  readonly problem: string
}

export interface Unfinished {
  /** The oldest first. */
  readonly cutOff: readonly CutOff[]
  readonly setAside: readonly SetAside[]
}

/** What is known of a record without reading the whole of it. */
export interface RecordSummary {
  readonly run: string
  readonly place: string
  /** Its first line; null where it cannot be read. */
  readonly begun: RunEntry | null
  /** `running` has a living process, or one on another machine; `cut-off` has none and was not sealed yet. */
  readonly state: 'sealed' | 'sealed-cut-off' | 'running' | 'cut-off' | 'damaged'
  /** Lines before the seal; null while it is not sealed. */
  readonly entries: number | null
  readonly root: string | null
  readonly signedBy: string | null
  readonly exitCode: number | null
}

/** Where the records of an estate's runs are kept. */
export interface RecordStore {
  /** For people: the folder or the ref. */
  readonly place: string
  /** Opens a journal; its first line is on the disk on return. Throws `record/unwritable`. */
  begin(facts: RunFacts): RecordWriter
  /** Journals of dead processes. A living process's journal is left alone; so is one of another machine for an hour. */
  unfinished(): Promise<Unfinished>
  /** What the newest sealed record of the tenant saw; null where there is none, or none that can be believed. */
  lastSeen(tenant: string): Promise<SeenEntry | null>
  /** The oldest first. */
  list(): Promise<readonly RecordSummary[]>
  /** The lines of one record, unverified. Throws `record/unknown`. */
  read(run: string): AsyncIterable<RecordLine>
}

/** A run's id, which sorts by its start, to the millisecond: `2026-11-22T14-05-03Z-0787c1e0`. */
export function newRunId(milliseconds: number): string {
  const second = new Date(milliseconds).toISOString().slice(0, 19).replaceAll(':', '-')
  const rest = (milliseconds % 1000).toString(16).padStart(3, '0')
  return `${second}Z-${rest}${randomBytes(3).toString('hex').slice(1)}`
}
