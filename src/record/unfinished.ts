import { renameSync, statSync } from 'node:fs'
import type { Entry } from '../model/generated/record.js'
import type { SetAside } from '../model/journal.js'
import { Chain, type Problem } from './chain.js'
import { guarded } from './durable.js'
import { ASIDE, ENDING, folderShelf } from './folder.js'
import { linesOf } from './lines.js'
import { lifeOf } from './process.js'
import { type RecordFile, sealOf } from './shelf.js'

/** A journal as far as it hangs together. */
export interface Found {
  readonly path: string
  readonly chain: Chain
  readonly entries: readonly Entry[]
  /** Bytes of its whole lines, and of the one that was not finished. */
  readonly whole: number
  readonly torn: number
  /** What is wrong with the line that follows; null where nothing is. */
  readonly problem: Problem | null
  /** Does the last line claim to be a seal? Then it is a record that was tampered with, and no journal. */
  readonly isClosed: boolean
}

/** What processes that are no more left in a folder of journals, the oldest first; broken ones are moved aside. */
export async function leftIn(folder: string): Promise<{ found: Found[]; setAside: SetAside[] }> {
  const found: Found[] = []
  const setAside: SetAside[] = []
  for (const file of await folderShelf(folder).files()) {
    if ((await sealOf(file)) !== null) continue
    const read = await readJournal(file)
    if (read.isClosed || !isLeft(read)) continue
    if (read.problem === null) found.push(read)
    else setAside.push(putAside(read, read.problem))
  }
  return { found, setAside }
}

/** A last line without its end was never finished: whoever wrote it was not told that it may go on. */
export async function readJournal({ place: path, bytes }: RecordFile): Promise<Found> {
  const chain = new Chain()
  const entries: Entry[] = []
  let [whole, torn, last]: [number, number, Buffer] = [0, 0, Buffer.alloc(0)]
  let problem: Problem | null = null
  for await (const { lines, rest } of linesOf(bytes())) {
    torn = rest.length
    last = lines.at(-1) ?? last
    for (const line of problem === null ? lines : []) {
      problem = chain.take(line)
      if (problem !== null) break
      entries.push(chain.last as Entry)
      whole += line.length + 1
    }
  }
  if (chain.run === null) problem ??= { code: 'record/empty', message: 'does not say which run it is' }
  return { path, chain, entries, whole, torn, problem, isClosed: last.includes('"type":"seal"') }
}

/** Where not even its first line can be read, its process cannot be asked for: it wrote that line whole, or not at all. */
function isLeft({ path, chain: { run } }: Found): boolean {
  const life = run === null ? 'dead' : lifeOf(run.process)
  return life === 'dead' || (life === 'elsewhere' && Date.now() - statSync(path).mtimeMs > LEFT)
}

/** Longer than any wait of a run: another machine's journal that nobody wrote to for so long is taken for left. In ms. */
const LEFT = 3_600_000

function putAside({ path, entries }: Found, { message }: Problem): SetAside {
  const movedTo = path.slice(0, -ENDING.length) + ASIDE
  guarded(path, () => renameSync(path, movedTo))
  return { path, movedTo, problem: `${path}:${entries.length + 1} ${message}` }
}
