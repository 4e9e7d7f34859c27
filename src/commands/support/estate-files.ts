import { randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Fault } from '../../model/fault.js'
import { list, verb } from '../../report/words.js'

/** A text file to stand below an estate's folder. */
export interface NewFile {
  /** Relative, with forward slashes and no step upwards. */
  readonly path: string
  readonly text: string
}

export interface WrittenFiles {
  readonly written: readonly string[]
  /** What stood there already with the same text. */
  readonly kept: readonly string[]
}

/**
 * Writes files below a folder, and nothing anywhere else: no link is followed. All of them are looked at before the
 * first is written.
 * @throws Fault where one stands there already with another text, unless `overwrite`
 */
export function writeFiles(dir: string, files: readonly NewFile[], overwrite: boolean): WrittenFiles {
  const folders = new Set<string>()
  for (const { path } of files) checkFolders(dir, dirname(path), folders)
  const found = files.map((file) => ({ file, is: stateOf(dir, file) }))
  const others = found.filter(({ is }) => is === 'other').map(({ file }) => file.path)
  if (others.length > 0 && !overwrite) {
    const message = `${list(others)} ${verb(others.length, 'stands', 'stand')} there already and not as it would be written`
    throw new Fault('files/exist', message, 'Add --force to overwrite just these, or name another folder.')
  }
  const writing = found.filter(({ is }) => is !== 'same')
  for (const { file, is } of writing) write(join(dir, file.path), file.text, is === 'other')
  const pathsOf = (of: typeof found) => of.map(({ file }) => file.path)
  return { written: pathsOf(writing), kept: pathsOf(found.filter(({ is }) => is === 'same')) }
}

/** Every folder on the way must be one, or be missing: behind a link the estate ends. */
function checkFolders(dir: string, folder: string, known: Set<string>): void {
  if (folder === '.' || known.has(folder)) return
  checkFolders(dir, dirname(folder), known)
  const stats = lstatSync(join(dir, folder), { throwIfNoEntry: false })
  if (stats !== undefined && !stats.isDirectory()) throw obstacle(folder, 'folder')
  known.add(folder)
}

function stateOf(dir: string, { path, text }: NewFile): 'missing' | 'same' | 'other' {
  const stats = lstatSync(join(dir, path), { throwIfNoEntry: false })
  if (stats === undefined) return 'missing'
  if (!stats.isFile()) throw obstacle(path, 'file')
  return readFileSync(join(dir, path), 'utf8') === text ? 'same' : 'other'
}

const obstacle = (path: string, what: string): Fault =>
  new Fault(
    'files/obstacle',
    `${path} is no ${what} of the estate itself`,
    'Move it out of the way; links are not followed.',
  )

/** What is replaced is replaced whole: whoever reads meanwhile sees the old text or the new one. */
function write(path: string, text: string, replaces: boolean): void {
  mkdirSync(dirname(path), { recursive: true })
  const first = replaces ? `${path}.${randomBytes(4).toString('hex')}.tmp` : path
  writeFileSync(first, text, { flag: 'wx' })
  if (replaces) renameSync(first, path)
}
