import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { Fault } from '../../model/fault.js'

/** Pieces are put together up to this, in characters, before they are written. */
const CHUNK = 256 * 1024

/** Writes what may be too long for one text: to a file, whole or not at all, or to stdout as fast as it is read. */
export async function streamTo(path: string | undefined, pieces: Iterable<string>): Promise<void> {
  if (path === undefined) await toStdout(pieces)
  else writeWhole(path, pieces)
}

async function toStdout(pieces: Iterable<string>): Promise<void> {
  for (const chunk of chunks(pieces)) if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
}

/** Writes a file whole or not at all. A link in its place is replaced, and what it leads to is left alone. */
export function writeWhole(path: string, pieces: Iterable<string>, remedy = 'Name another file with --out.'): void {
  const draft = isDevice(path) ? path : `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    const file = openSync(draft, draft === path ? 'w' : 'wx')
    try {
      for (const chunk of chunks(pieces)) writeSync(file, chunk)
    } finally {
      closeSync(file)
    }
    if (draft !== path) renameSync(draft, path)
  } catch (error) {
    if (draft !== path) rmSync(draft, { force: true })
    const message = `${path} cannot be written: ${(error as Error).message}`
    throw new Fault('out/unwritable', message, remedy)
  }
}

/** `/dev/null`, a pipe: a file renamed onto it would take its place, for everybody on the machine. */
export function isDevice(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && !found.isFile() && !found.isDirectory()
}

function* chunks(pieces: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const piece of pieces) {
    chunk += piece
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}
