import { closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync } from 'node:fs'
import { resolve } from 'node:path'

/** `data` is not a file that the platform may keep itself in. */
export class DataFileError extends Error {}

/** What SQLite puts beside a file. */
const BESIDE = ['-wal', '-shm', '-journal']

/**
 * The path of the data file, made for its owner's eyes alone: it holds the secret of the printed tokens. Whole and absolute,
 * so that SQLite reads no address and no option into it; a link, or one laid where SQLite writes beside it, leads elsewhere.
 */
export function dataFile(path: string): string {
  const whole = resolve(path)
  for (const end of BESIDE) demandNoLink(whole + end)
  const file = opened(whole)
  try {
    if (!fstatSync(file).isFile()) throw new DataFileError(`${path} is no regular file.`)
    fchmodSync(file, 0o600)
  } finally {
    closeSync(file)
  }
  return whole
}

function opened(path: string): number {
  const { O_CREAT, O_RDWR, O_NOFOLLOW, O_NONBLOCK } = constants
  try {
    return openSync(path, O_CREAT | O_RDWR | O_NOFOLLOW | O_NONBLOCK, 0o600)
  } catch (error) {
    throw new DataFileError(
      `${path} cannot be the data file: ${WHY[String((error as NodeJS.ErrnoException).code)] ?? String((error as Error).message)}.`,
    )
  }
}

const WHY: Record<string, string> = {
  ELOOP: 'it is a link',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder is not there',
}

function demandNoLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw new DataFileError(`${path} is a link.`)
}
