import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMap } from '../model/canonical.js'
import { guarded, unwritable } from './durable.js'
import { lifeOf, type Owner, thisProcess } from './process.js'

/** Sealing takes milliseconds; who holds the lock longer is stuck, or on a machine that died. In milliseconds. */
const PATIENCE = 30_000
const PAUSE = 15

/** Runs while no other process does with the same lock. What a dead process left is cleared away. */
export async function locked<T>(path: string, act: () => T | Promise<T>): Promise<T> {
  const inode = await take(path)
  try {
    return await act()
  } finally {
    release(path, inode)
  }
}

async function take(path: string): Promise<number> {
  for (const until = Date.now() + PATIENCE; ; ) {
    const inode = attempt(path)
    if (inode !== null) return inode
    const text = read(path)
    if (text !== null && isLeft(path, text)) clear(path, text)
    else if (Date.now() > until) throw unwritable(path, `held by ${ownerOf(text)?.pid ?? 'another'} for too long`, HELP)
    else await sleep(PAUSE * (1 + Math.random()))
  }
}

const HELP = 'See whether that process still lives; if not, remove the file and run again.'

function attempt(path: string): number | null {
  return guarded(path, () => {
    try {
      const fd = openSync(path, 'wx')
      writeFileSync(fd, JSON.stringify(thisProcess()))
      const { ino } = fstatSync(fd)
      closeSync(fd)
      return ino
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null
      throw error
    }
  })
}

/** Left by a process that is no more, or not finished being written for longer than writing takes. */
function isLeft(path: string, text: string): boolean {
  const owner = ownerOf(text)
  if (owner !== null && lifeOf(owner) !== 'elsewhere') return lifeOf(owner) === 'dead'
  return ageOf(path) > (owner === null ? 1000 : PATIENCE)
}

/**
 * Moved away before it is removed: only one process can move it. Whoever comes late and has moved the lock of a living
 * one puts it back.
 */
function clear(path: string, text: string): void {
  const aside = `${path}.${randomBytes(4).toString('hex')}`
  try {
    renameSync(path, aside)
    if (read(aside) !== text) linkSync(aside, path)
  } catch {
    // Another was faster.
  }
  rmSync(aside, { force: true })
}

function release(path: string, inode: number): void {
  try {
    if (statSync(path).ino === inode) rmSync(path)
  } catch {
    // It is gone already.
  }
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    return 0
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function ownerOf(text: string | null): Owner | null {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return isMap(value) && typeof value.pid === 'number' && typeof value.host === 'string'
      ? (value as unknown as Owner)
      : null
  } catch {
    return null
  }
}
