import type { Entry, RunEntry, SealEntry, Statement } from '../model/generated/record.js'
import { type Line, readLine, written } from './line.js'
import { MerkleTree } from './merkle.js'
import { openSeal, type Standing } from './statement.js'

/** What is wrong with a line, in words that follow its place. */
export interface Problem {
  readonly code: string
  readonly message: string
}

/** The seal of a record, with the hash of its line. */
export interface Sealed {
  readonly statement: Statement
  readonly hash: string
}

/** Follows a record line by line, and holds each to all that went before. Keeps no lines. */
export class Chain {
  readonly tree = new MerkleTree()
  #head: string | null = null
  #run: RunEntry | null = null
  #seal: Sealed | null = null
  /** The last whole line. */
  last: Entry | null = null
  /** When its picture of the platform was closed; null where it holds none. */
  picturedAt: string | null = null

  /** Takes the next line, or says what is wrong with it; it is not taken then. */
  take(bytes: Buffer): Problem | null {
    const line = readLine(bytes)
    if (typeof line === 'string') return { code: 'record/changed', message: line }
    const problem = this.#place(line) ?? this.#content(line)
    if (problem !== null) return problem
    this.last = line.entry
    if (line.entry.type === 'pictured') this.picturedAt = line.entry.at
    if (line.entry.type === 'seal') return null
    this.tree.add(line.hash)
    this.#head = line.hash
    return null
  }

  get run(): RunEntry | null {
    return this.#run
  }

  get seal(): Sealed | null {
    return this.#seal
  }

  /** Of a chain that has begun. */
  get standing(): Standing {
    const { run, tenant } = this.#run as RunEntry
    return { run, tenant, head: this.#head as string, tree: this.tree }
  }

  #place({ entry: { seq, prev } }: Line): Problem | null {
    const due = this.tree.size
    if (this.#seal !== null) return { code: 'record/after-seal', message: 'follows the seal, which is the last line' }
    if (seq !== due) return { code: 'record/order', message: misplaced(seq, due) }
    if (prev === (this.#head === null ? null : written(this.#head))) return null
    return { code: 'record/chain', message: 'does not follow the line before: one of the two was replaced' }
  }

  #content({ entry, hash }: Line): Problem | null {
    if ((entry.type === 'run') !== (this.tree.size === 0))
      return { code: 'record/order', message: 'is out of place: the first line, and no other, says which run it is' }
    if (entry.type === 'run') {
      if (!isRun(entry))
        return { code: 'record/changed', message: 'does not say which run it is, as this Writ reads it' }
      this.#run = entry
    }
    return entry.type === 'seal' ? this.#close(entry, hash) : null
  }

  #close(entry: SealEntry, hash: string): Problem | null {
    const statement = openSeal(entry)
    if (typeof statement === 'string') return { code: 'record/seal', message: statement }
    const { run, tenant, head, tree } = this.standing
    const wrong =
      statement.run !== run || statement.tenant !== tenant
        ? 'seals another run'
        : statement.entries !== tree.size
          ? `seals ${statement.entries} lines, and ${tree.size} stand before it`
          : statement.head !== written(head) || statement.root !== written(tree.root)
            ? 'seals other lines than stand before it'
            : null
    if (wrong !== null) return { code: 'record/seal', message: wrong }
    this.#seal = { statement, hash }
    return null
  }
}

function misplaced(seq: number, due: number): string {
  if (seq < due) return `holds entry ${seq} once more, or out of order: entry ${due} belongs here`
  const missing = seq === due + 1 ? `entry ${due} is` : `entries ${due} to ${seq - 1} are`
  return `holds entry ${seq}: ${missing} missing before it, or out of order`
}

/** Versions that this Writ reads. */
const VERSIONS: readonly number[] = [1, 2]

const isRun = ({ formatVersion, run, tenant, process }: RunEntry): boolean =>
  VERSIONS.includes(formatVersion) &&
  typeof run === 'string' &&
  typeof tenant === 'string' &&
  typeof process?.pid === 'number' &&
  typeof process.host === 'string'
