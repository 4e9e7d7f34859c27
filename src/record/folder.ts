import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { Fault } from '../model/fault.js'
import type { Previous } from '../model/generated/record.js'
import { readLine } from './line.js'
import { cut } from './lines.js'
import type { RecordFile, RecordFinding, Shelf } from './shelf.js'

export const ENDING = '.jsonl'
/** How much is read at a time. */
export const CHUNK = 1 << 20

/** The records in a folder. One that is not there holds none. */
export const folderShelf = (folder: string): Shelf => ({
  place: folder,
  files: async () => filesIn(folder),
  isStore: true,
  findings: async (seals, bad) => [...missingNewest(folder, seals, bad), ...setAside(folder)],
})

/** Beside the records of a folder: which was sealed last. What is missing at the end shows by it. */
export const NEWEST = '.newest'

/** What a broken journal is called from then on: no record, and still there for whoever wants to know. */
export const ASIDE = '.broken'

function missingNewest(folder: string, seals: ReadonlySet<string>, bad: ReadonlySet<string>): RecordFinding[] {
  const path = join(folder, NEWEST)
  const { run, seal } = existsSync(path) ? readNewest(path) : { run: null, seal: '' }
  if (run === null || seals.has(seal) || bad.has(run)) return []
  const what = existsSync(join(folder, `${run}${ENDING}`)) ? 'is not as it was sealed' : 'is missing'
  return [{ code: 'record/newest', place: folder, line: null, message: `the record sealed last, ${run}, ${what}` }]
}

function readNewest(path: string): { run: string; seal: string } {
  const text = readable(path, () => readFileSync(path, 'utf8'))
  try {
    const { run, seal } = JSON.parse(text) as Previous
    return { run: String(run), seal: String(seal) }
  } catch {
    return { run: NEWEST, seal: '' }
  }
}

const setAside = (folder: string): RecordFinding[] =>
  namesIn(folder)
    .filter((name) => name.endsWith(ASIDE))
    .map((name) => {
      const message = 'is a journal that contradicted itself and was set aside'
      return { code: 'record/set-aside', place: join(folder, name), line: null, message }
    })

const namesIn = (folder: string): string[] =>
  readable(folder, () => (existsSync(folder) ? readdirSync(folder).sort() : []))

function filesIn(folder: string): RecordFile[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(ENDING) && !name.startsWith('.'))
    .map((name) => recordFile(join(folder, name), name.slice(0, -ENDING.length)))
}

/** One record by itself: what was before it and after it is not looked at. */
export const openFile = (path: string): Shelf => ({
  place: path,
  // It may have been called anything since.
  files: async () => [recordFile(path, runIn(await endsOf(path, 0)) ?? basename(path).replace(ENDING, ''))],
  isStore: false,
  findings: async () => [],
})

function runIn({ first }: { readonly first: Buffer }): string | null {
  const line = readLine(first)
  return typeof line !== 'string' && line.entry.type === 'run' ? line.entry.run : null
}

const recordFile = (path: string, run: string): RecordFile => ({
  run,
  place: path,
  bytes: () => createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>,
  ends: (count) => endsOf(path, count),
})

/** What cannot be read is told with its path; nobody takes it for empty. */
export function readable<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw unreadable(path, error)
  }
}

export const unreadable = (path: string, error: unknown): Fault =>
  new Fault(
    'record/unreadable',
    `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`,
    'See that it is there and may be read; then run again.',
    { cause: error },
  )

/** Calls that wait are made here on purpose: a store has thousands of records, and each is a few microseconds this way. */
async function endsOf(path: string, count: number) {
  return readable(path, () => {
    const fd = openSync(path, 'r')
    try {
      const { size } = fstatSync(fd)
      return { first: firstLine(fd, size), last: lastLines(fd, size, count) }
    } finally {
      closeSync(fd)
    }
  })
}

/** Most first lines, and most last ones, fit into this. */
const GLANCE = 8192

function firstLine(fd: number, size: number): Buffer {
  for (let length = GLANCE; ; length *= 8) {
    const bytes = slice(fd, 0, Math.min(length, size))
    const end = bytes.indexOf(10)
    if (end !== -1 || length >= size) return bytes.subarray(0, end === -1 ? bytes.length : end)
  }
}

/** What follows the last line end is not whole, and left out. */
function lastLines(fd: number, size: number, count: number): Buffer[] {
  for (let length = GLANCE; ; length *= 8) {
    const from = Math.max(0, size - length)
    // Where it does not begin at the beginning, its first line is not whole.
    const lines = cut(slice(fd, from, size)).slice(from === 0 ? 0 : 1, -1)
    if (lines.length >= count || from === 0) return lines.slice(-count)
  }
}

function slice(fd: number, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from)
  let done = 0
  for (let read = -1; read !== 0 && done < bytes.length; done += read)
    read = readSync(fd, bytes, done, bytes.length - done, from + done)
  return bytes.subarray(0, done)
}
