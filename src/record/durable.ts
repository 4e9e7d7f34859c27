import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Fault } from '../model/fault.js'

/** A file that only grows, and whose lines are on the disk when `append` returns. */
export class DurableFile {
  #size: number
  /** Set once what stands on the disk is not known any more. */
  #lost = false

  private constructor(
    readonly path: string,
    private readonly fd: number,
  ) {
    this.#size = fstatSync(fd).size
  }

  /** With its first line, or not at all: it gets its name once that line is on the disk. */
  static create(path: string, line: string): DurableFile {
    return guarded(path, () => {
      const unnamed = join(dirname(path), `.${basename(path)}`)
      const file = new DurableFile(path, openSync(unnamed, 'wx+'))
      try {
        file.append(line)
        // A link, unlike a renaming, does not replace what has the name already.
        linkSync(unnamed, path)
        syncFolder(dirname(path))
        return file
      } catch (error) {
        file.close()
        throw error
      } finally {
        rmSync(unnamed, { force: true })
      }
    })
  }

  /** @param whole how many of its bytes are to be kept: a torn last line is cut away */
  static reopen(path: string, whole: number): DurableFile {
    return guarded(path, () => {
      const fd = openSync(path, 'r+')
      ftruncateSync(fd, whole)
      return new DurableFile(path, fd)
    })
  }

  /** Throws `record/unwritable`; what was written of the line is taken back then, so that a later one may stand there. */
  append(line: string): void {
    if (this.#lost) throw unwritable(this.path, 'what stands on the disk is not known since the last failure')
    const bytes = Buffer.from(`${line}\n`)
    guarded(this.path, () => {
      if (fstatSync(this.fd).size !== this.#size) throw new Error('another process wrote to it')
      try {
        writeWhole(this.fd, bytes, this.#size)
        fdatasyncSync(this.fd)
      } catch (error) {
        this.#takeBack()
        throw error
      }
    })
    this.#size += bytes.length
  }

  #takeBack(): void {
    try {
      ftruncateSync(this.fd, this.#size)
      fdatasyncSync(this.fd)
    } catch {
      this.#lost = true
    }
  }

  close(): void {
    closeSync(this.fd)
  }
}

function writeWhole(fd: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done)
}

/** Replaces a small file as a whole: a reader sees the old or the new one. */
export function replaceFile(path: string, text: string): void {
  guarded(path, () => {
    const beside = `${path}.new`
    const fd = openSync(beside, 'w')
    try {
      writeWhole(fd, Buffer.from(text), 0)
      fdatasyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(beside, path)
    syncFolder(dirname(path))
  })
}

/** Makes a folder and those above it, and sees that they will be there after a power cut. */
export function makeFolder(path: string): void {
  guarded(path, () => {
    const first = mkdirSync(path, { recursive: true })
    if (first === undefined) return
    for (let folder = resolve(path); folder !== dirname(resolve(first)); folder = dirname(folder)) syncFolder(folder)
    syncFolder(dirname(resolve(first)))
  })
}

/** A new name is on the disk once its folder is. Some systems do not let folders be opened: there the name comes with the file. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Turns what the system says into a Fault that names the path, the cause and the remedy. */
export function guarded<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof Fault) throw error
    const { code = '', message } = error as NodeJS.ErrnoException
    const [cause, help] = CAUSES[code] ?? [message, undefined]
    throw unwritable(path, cause, help, error)
  }
}

export const unwritable = (path: string, cause: string, help = HELP, error?: unknown): Fault =>
  new Fault('record/unwritable', `the record cannot be written: ${path}: ${cause}`, help, { cause: error })

const HELP = 'See that the folder can be written, or name another in record.store of writ.yaml; then run again.'
const ROOM = 'Make room there, or name another place in record.store of writ.yaml; then run again.'
const CAUSES: Readonly<Record<string, readonly [cause: string, help: string]>> = {
  ENOSPC: ['the disk is full', ROOM],
  EDQUOT: ['the quota is used up', ROOM],
  EFBIG: ['the file may not grow any further', ROOM],
  EROFS: ['the file system is read-only', HELP],
  EACCES: ['no permission', HELP],
  EPERM: ['no permission', HELP],
  ENOTDIR: ['a part of the path is no folder', HELP],
  EISDIR: ['it is a folder', HELP],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n), and run again.'],
  ENFILE: ['too many files are open on this machine', 'Close some, and run again.'],
  EEXIST: ['a record of this name is there already', 'Run again: each run has a name of its own.'],
  EIO: ['the disk fails', 'See to the disk; what was written last may not be there.'],
}
