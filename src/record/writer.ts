import type { Entry, Previous, RunEntry } from '../model/generated/record.js'
import type { Journal, RecordEntry, RunFacts } from '../model/journal.js'
import type { Chain } from './chain.js'
import { DurableFile } from './durable.js'
import type { Signer } from './keys.js'
import { lineOf, written } from './line.js'
import { MerkleTree } from './merkle.js'
import { thisProcess } from './process.js'
import { type Standing, sealLine } from './statement.js'

/** The file of a run that is under way: chained line by line, durable line by line. */
export class JournalFile implements Journal {
  private constructor(
    private readonly file: DurableFile,
    private readonly clock: () => number,
    private standing: Standing,
  ) {}

  static begin(path: string, facts: RunFacts, clock: () => number): JournalFile {
    const at = new Date(clock()).toISOString()
    const entry: RunEntry = { type: 'run', formatVersion: 2, ...facts, process: thisProcess(), seq: 0, at, prev: null }
    const { text, hash } = lineOf(entry)
    const tree = new MerkleTree()
    tree.add(hash)
    return new JournalFile(DurableFile.create(path, text), clock, {
      run: facts.run,
      tenant: facts.tenant,
      head: hash,
      tree,
    })
  }

  /** Goes on where another process was cut off; whole is how many bytes of the file its whole lines take. */
  static resume(path: string, { standing }: Chain, whole: number, clock: () => number): JournalFile {
    return new JournalFile(DurableFile.reopen(path, whole), clock, standing)
  }

  get path(): string {
    return this.file.path
  }

  get run(): string {
    return this.standing.run
  }

  append(entry: RecordEntry): void {
    const { head, tree } = this.standing
    const { text, hash } = lineOf({ ...entry, seq: tree.size, at: this.#now(), prev: written(head) } as Entry)
    this.file.append(text)
    tree.add(hash)
    this.standing = { ...this.standing, head: hash }
  }

  /** The line that would close it now; nothing is written. */
  sealed(facts: { cutOff: boolean; previous: Previous | null; signer: Signer | null }) {
    return sealLine(this.standing, { ...facts, at: this.#now() })
  }

  /** Writes that line, and ends the file. */
  close(line?: string): void {
    if (line !== undefined) this.file.append(line)
    this.file.close()
  }

  #now(): string {
    return new Date(this.clock()).toISOString()
  }
}
