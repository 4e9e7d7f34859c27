import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { join, relative, sep } from 'node:path'
import { limits } from '../limits.js'
import type { Entry, EntrySort, FileTree, Refusal, Target } from './tree.js'

/** The files of a folder; undefined where there is no such folder. */
export function openFolder(dir: string): FileTree | undefined {
  const root = realRoot(dir)
  return root === undefined ? undefined : new Folder(root)
}

function realRoot(dir: string): string | undefined {
  try {
    const root = realpathSync(dir)
    return statSync(root).isDirectory() ? root : undefined
  } catch {
    return undefined
  }
}

class Folder implements FileTree {
  readonly label = ''

  constructor(private readonly root: string) {}

  list(folder: string): Entry[] {
    const entries = readdirSync(join(this.root, folder), { withFileTypes: true })
    return entries.map((entry) => ({ name: entry.name, is: sortOf(entry) }))
  }

  target(link: string): Target {
    try {
      const real = realpathSync(join(this.root, link))
      const isInside = real === this.root || real.startsWith(this.root + sep)
      const path = isInside ? relative(this.root, real).split(sep).join('/') : null
      return { path, is: sortOf(statSync(real)) }
    } catch (cause) {
      return (cause as NodeJS.ErrnoException).code === 'ELOOP' ? 'loop' : 'dangling'
    }
  }

  /** Without blocking: what was a file when it was found may be a pipe by now. */
  read(file: string): Buffer | Refusal {
    try {
      return readBytes(join(this.root, file)) ?? NO_FILE
    } catch (cause) {
      const message = `this file cannot be read: ${reasonOf(cause)}`
      return { code: 'file/unreadable', message, help: 'Grant the right to read it.' }
    }
  }
}

const NO_FILE: Refusal = { code: 'file/not-a-file', message: 'this is not a regular file', help: 'Remove it.' }

const sortOf = (entry: Dirent | Stats): EntrySort =>
  entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other'

/** The system's word for what went wrong, such as EACCES. */
export const reasonOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? String(cause)

function readBytes(path: string): Buffer | null {
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = fstatSync(handle)
    return stats.isFile() ? readUpTo(handle, Math.min(stats.size, limits.fileBytes) + 1) : null
  } finally {
    closeSync(handle)
  }
}

/** Most files fit into one buffer, which is decoded before the next file is read. */
const shared = Buffer.allocUnsafe(64 * 1024)

/** Reads until the end or until `size` bytes: one more than expected, so that the end is seen by a short read. */
function readUpTo(handle: number, size: number): Buffer {
  let buffer = size <= shared.length ? shared : Buffer.allocUnsafe(size)
  let length = 0
  while (length <= limits.fileBytes) {
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)])
    const wanted = Math.min(buffer.length - length, Math.max(size - length, 1))
    const count = readSync(handle, buffer, length, wanted, null)
    length += count
    if (count < wanted) break
  }
  return buffer.subarray(0, length)
}
