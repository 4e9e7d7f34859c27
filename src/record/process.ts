import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import process from 'node:process'
import type { RunEntry } from '../model/generated/record.js'

/** Whose a journal or a lock is. */
export type Owner = RunEntry['process']

/** This process; told from a later one with the same number by when it started. */
export const thisProcess = (): Owner => ({ host: hostname(), pid: process.pid, started: startOf(process.pid) })

/** `elsewhere`: on another machine, or in a container whose processes cannot be seen from here. */
export function lifeOf({ host, pid, started }: Owner): 'alive' | 'dead' | 'elsewhere' {
  if (host !== hostname()) return 'elsewhere'
  const [boot, space] = placeOf(started)
  const [here, ours] = placeOf(startOf(process.pid))
  if (boot !== here) return 'dead'
  if (space !== ours) return 'elsewhere'
  if (!exists(pid)) return 'dead'
  const now = startOf(pid)
  return now === GONE || (now !== null && started !== null && now !== started) ? 'dead' : 'alive'
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A process that ended and that nobody has asked about yet. */
const GONE = 'gone'

/** On Linux `boot/pid namespace/ticks since boot`; elsewhere what ps says; null where neither tells. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before it may hold anything, a bracket too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return GONE
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}/${fields[19]}`
  } catch {
    return askPs(pid)
  }
}

function askPs(pid: number): string | null {
  try {
    const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env, stdio: 'pipe' }).trim()
  } catch {
    return null
  }
}

function placeOf(started: string | null): readonly [string | undefined, string | undefined] {
  const parts = started?.split('/') ?? []
  return parts.length === 3 ? [parts[0], parts[1]] : [undefined, undefined]
}
