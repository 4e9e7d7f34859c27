import type { RunEntry, SeenEntry } from '../model/generated/record.js'
import type { Sealed } from './chain.js'

import { type Line, readLine, written } from './line.js'
import { openSeal } from './statement.js'

/** Something that is not as Writ left it. */
export interface RecordFinding {
  readonly code: string
  /** The record, or the store. */
  readonly place: string
  /** From 1; null where no line is to blame. */
  readonly line: number | null
  readonly message: string
}

/** One record or journal where it lies. */
export interface RecordFile {
  /** As its name says. */
  readonly run: string
  /** For people. */
  readonly place: string
  bytes(): AsyncIterable<Buffer>
  /** Its first line, and up to so many of its last whole ones, in their order; without line ends. */
  ends(count: number): Promise<{ readonly first: Buffer; readonly last: readonly Buffer[] }>
}

/** Where records lie, to be read. */
export interface Shelf {
  readonly place: string
  /** The oldest first, by their names. */
  files(): Promise<readonly RecordFile[]>
  /** False for one record by itself: what was before it is not looked at then. */
  readonly isStore: boolean
  /**
   * What else the place knows: which record it last saw sealed, what was set aside, what was rewritten.
   * @param seals of the records that were found well
   * @param bad runs of which something was found already
   */
  findings(seals: ReadonlySet<string>, bad: ReadonlySet<string>): Promise<readonly RecordFinding[]>
}

/** The seal of a record, as far as its last line tells; null where there is none to be believed. */
export async function sealOf(file: RecordFile): Promise<Sealed | null> {
  const { last } = await file.ends(1)
  return sealIn(last.at(-1))
}

function sealIn(bytes: Buffer | undefined): Sealed | null {
  const line = bytes === undefined ? null : readLine(bytes)
  if (line === null || typeof line === 'string' || line.entry.type !== 'seal') return null
  const statement = openSeal(line.entry)
  return typeof statement === 'string' ? null : { statement, hash: line.hash }
}

/** The record that the next one names: sealed, and named by none; of several, the one that was sealed last. */
export async function tipOf(files: readonly RecordFile[]): Promise<Sealed | null> {
  const seals: Sealed[] = []
  for (const file of files) seals.push(...[await sealOf(file)].flatMap((seal) => seal ?? []))
  const named = new Set(seals.map(({ statement }) => statement.previous?.seal))
  const tips = seals.filter(({ hash }) => !named.has(written(hash)))
  return tips.reduce<Sealed | null>((newest, tip) => (newest === null || isLater(tip, newest) ? tip : newest), null)
}

const isLater = (a: Sealed, b: Sealed): boolean => a.statement.sealedAt > b.statement.sealedAt

/** The last lines of a record, as far as anybody looks who wants to know how it ended. */
const END = 24

export interface Ending {
  readonly run: RunEntry | null
  readonly seal: Sealed | null
  /** Of the last lines those that hang together, up to the seal. */
  readonly last: readonly Line[]
}

/** What a record says of itself at both ends: each line is held to its hash, and the last ones to each other and to the seal. */
export async function endingOf(file: RecordFile): Promise<Ending> {
  const { first, last } = await file.ends(END)
  const begin = readLine(first)
  const run = typeof begin !== 'string' && begin.entry.type === 'run' ? begin.entry : null
  const seal = sealIn(last.at(-1))
  const believed: Line[] = []
  for (const bytes of [...last].reverse()) {
    const line = readLine(bytes)
    const next = believed[0]
    if (typeof line === 'string' || (next !== undefined && next.entry.prev !== written(line.hash))) break
    believed.unshift(line)
  }
  return { run, seal, last: believed }
}

/** What the newest sealed record of a tenant saw of it. */
export async function lastSeenOn(shelf: Shelf, tenant: string): Promise<SeenEntry | null> {
  for (const file of [...(await shelf.files())].reverse()) {
    const { seal, last } = await endingOf(file)
    if (seal?.statement.tenant !== tenant || seal.statement.head !== last.at(-1)?.entry.prev) continue
    const seen = last.map(({ entry }) => entry).findLast(({ type }) => type === 'seen') as SeenEntry | undefined
    if (seen !== undefined && Object.keys(seen.rows).length > 0) return seen
  }
  return null
}
