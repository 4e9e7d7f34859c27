import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../model/fault.js'
import type { RecordLine, RecoveredEntry, RunEntry, SeenEntry } from '../model/generated/record.js'
import type {
  CutOff,
  RecordStore,
  RecordSummary,
  RecordWriter,
  RunFacts,
  SealedRecord,
  Unfinished,
} from '../model/journal.js'
import { guarded, makeFolder, unwritable } from './durable.js'
import { ENDING, folderShelf } from './folder.js'
import type { Signer } from './keys.js'
import { readLine, written } from './line.js'
import { linesOf } from './lines.js'
import { alone, type Sealing, sealedRecord } from './sealing.js'
import { lastSeenOn, type RecordFile, type Shelf, sealOf } from './shelf.js'
import { summaryOf } from './summary.js'
import { type Found, leftIn } from './unfinished.js'
import { JournalFile } from './writer.js'

/** What makes one store another than the next. */
export interface Kept {
  /** Where sealed records are read. */
  readonly shelf: Shelf
  /** Where journals are written. */
  readonly journals: string
  /** A folder that git is to overlook; null where the estate's owner named the folder. */
  readonly hidden: string | null
  readonly signer: Signer | null
  readonly clock: () => number
  /** Closes a journal and puts it where records are kept. */
  readonly seal: (sealing: Sealing) => Promise<SealedRecord>
}

/** What a run's name may be: it is the name of a file. */
const NAME = /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/

/** Begins, finds, seals and reads records; where they are kept is settled already. */
export class Store implements RecordStore {
  constructor(private readonly kept: Kept) {}

  get shelf(): Shelf {
    return this.kept.shelf
  }

  get place(): string {
    return this.kept.shelf.place
  }

  begin(facts: RunFacts): RecordWriter {
    const { journals, clock } = this.kept
    if (!NAME.test(facts.run)) throw new Fault('record/run-id', 'the run has an id that cannot be the name of a file')
    this.#prepare()
    const journal = JournalFile.begin(join(journals, `${facts.run}${ENDING}`), facts, clock)
    return {
      run: facts.run,
      path: journal.path,
      append: (entry) => journal.append(entry),
      seal: () => this.#seal(journal, false),
    }
  }

  async unfinished(): Promise<Unfinished> {
    const { found, setAside } = await leftIn(this.kept.journals)
    const cutOff: CutOff[] = []
    for (const each of found) if (!(await this.#isKept(each))) cutOff.push(this.#cutOff(each))
    return { cutOff, setAside }
  }

  lastSeen(tenant: string): Promise<SeenEntry | null> {
    return lastSeenOn(this.kept.shelf, tenant)
  }

  async list(): Promise<readonly RecordSummary[]> {
    const summaries: RecordSummary[] = []
    // One after the other: a ref starts a process for each.
    for (const file of await this.#files()) summaries.push(await summaryOf(file))
    return summaries
  }

  async *read(run: string): AsyncGenerator<RecordLine> {
    for await (const { lines } of linesOf((await this.find(run)).bytes()))
      for (const bytes of lines) {
        const line = readLine(bytes)
        if (typeof line !== 'string') yield { entry: line.entry, hash: written(line.hash) }
      }
  }

  /** The record of a run, or the newest. Throws `record/unknown`. */
  async find(run?: string): Promise<RecordFile> {
    const file = (await this.#files()).findLast((each) => run === undefined || each.run === run)
    if (file !== undefined) return file
    const what = run === undefined ? 'no record' : `no record of a run ${run}`
    throw new Fault('record/unknown', `${this.place} has ${what}`, 'writ record list shows what there is.')
  }

  /** What is kept, and the journals of what is under way. */
  async #files(): Promise<readonly RecordFile[]> {
    const { shelf, journals } = this.kept
    const kept = await shelf.files()
    if (shelf.place === journals) return kept
    const names = new Set(kept.map(({ run }) => run))
    return [...kept, ...(await folderShelf(journals).files()).filter(({ run }) => !names.has(run))]
  }

  #prepare(): void {
    const { journals, hidden } = this.kept
    makeFolder(journals)
    const ignore = hidden === null ? null : join(hidden, '.gitignore')
    if (ignore !== null && !existsSync(ignore)) guarded(ignore, () => writeFileSync(ignore, '*\n'))
  }

  #seal(journal: JournalFile, cutOff: boolean): Promise<SealedRecord> {
    const { journals, seal, signer } = this.kept
    return alone(journals, () => seal({ journal, cutOff, signer }))
  }

  /** Sealed into a ref, and killed before the journal was removed. */
  async #isKept({ path, chain }: Found): Promise<boolean> {
    const { journals, shelf } = this.kept
    if (shelf.place === journals) return false
    const file = (await shelf.files()).find(({ run }) => run === chain.run?.run)
    if (file === undefined || (await sealOf(file)) === null) return false
    guarded(path, () => rmSync(path))
    return true
  }

  #cutOff(found: Found): CutOff {
    const { path, entries, chain } = found
    return { path, run: chain.run as RunEntry, entries, recover: (by, results) => this.#recover(found, by, results) }
  }

  /** Two runs may find the same journal: the second one finds it sealed. */
  async #recover(found: Found, by: string, results: RecoveredEntry['results']): Promise<SealedRecord> {
    const { journals, clock, seal, signer, shelf } = this.kept
    const { path, chain, whole, torn } = found
    return alone(journals, async () => {
      const size = existsSync(path) ? statSync(path).size : -1
      if (size !== whole + torn) {
        const file = (await shelf.files()).find(({ run }) => run === chain.run?.run)
        const sealed = file === undefined ? null : await sealOf(file)
        if (file !== undefined && sealed !== null) return sealedRecord(file.place, sealed.statement)
        throw unwritable(path, 'another process writes to it')
      }
      const journal = JournalFile.resume(path, chain, whole, clock)
      journal.append({ type: 'recovered', by, torn, results })
      return seal({ journal, cutOff: true, signer })
    })
  }
}
