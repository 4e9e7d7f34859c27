import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { folderShelf, verifyStore } from '../../src/record/index.js'
import type { Exchange, FaultProxy } from '../support/fault-proxy.js'
import { beyond } from './portrait.js'
import { type Stage, stage, writesAmong } from './process.js'

/** Where a program is killed: at the nth thing it does to a file, or at its nth request. */
export interface KillPoint {
  readonly at: 'file' | 'request'
  /** Late: killed before it, and the platform gets it while the next run is under way. */
  readonly when: 'before' | 'after' | 'late'
  readonly nth: number
}

export interface KillFigures {
  readonly loops: number
  /** Processes that a signal really ended. */
  readonly killed: number
  /** Loops after which one quiet run was enough, and the next did nothing. */
  readonly converged: number
  /** What a quiet run would have made and these did not. */
  readonly lost: number
  /** What is there, or was done, and a quiet run would not have. */
  readonly extra: number
  /** Writes that were executed more than once. */
  readonly repeated: number
  /** Loops whose records do not verify, or lack a seal. */
  readonly unproven: number
  /** The first few that did not hold, each with its kill points. */
  readonly failures: readonly string[]
}

/** Every point at which one run can be killed, counted in a run that nobody kills. */
export async function killPoints(): Promise<KillPoint[]> {
  return onStage(async (here) => {
    const count = join(here.dir, 'count.txt')
    const { exitCode, stderr } = await here.apply({ WRIT_COUNT_FILES: count })
    if (exitCode !== 0) throw new Error(`a quiet run ended with ${exitCode}: ${stderr}`)
    const numbered = (at: KillPoint['at'], most: number, whens: readonly KillPoint['when'][]) =>
      Array.from({ length: most }, (_, n) => whens.map((when) => ({ at, when, nth: n + 1 }))).flat()
    return [
      ...numbered('file', Number(readFileSync(count, 'utf8')), ['before', 'after']),
      ...numbered('request', here.proxy.seen.length, ['before', 'after', 'late']),
    ]
  })
}

/**
 * Kills a real run at one point after the other, every third time its successor too, and lets the next one go on from
 * there. What lives and what was done must be what one quiet run makes; the records must verify, each with its seal.
 * @param share of how many this is the nth, where the work is divided
 */
export async function runKills(loops: number, share: { nth: number; of: number }): Promise<KillFigures> {
  const points = await killPoints()
  const quiet = await onStage(async (here) => {
    await here.apply()
    return here.seen()
  })
  const judged = []
  for (let n = 0; n < loops; n++) {
    const turn = n * share.of + share.nth
    const kills = pointsOf(turn, loops * share.of, points)
    judged.push({ kills, ...(await aLoop(kills, quiet)) })
  }
  const sum = (of: (each: (typeof judged)[number]) => number) => judged.reduce((total, each) => total + of(each), 0)
  const isWrong = (each: (typeof judged)[number]) =>
    !each.converged || each.unproven || each.lost.length + each.extra.length + each.repeated.length > 0
  return {
    loops,
    killed: sum(({ dead }) => dead),
    converged: sum(({ converged }) => Number(converged)),
    lost: sum(({ lost }) => lost.length),
    extra: sum(({ extra }) => extra.length),
    repeated: sum(({ repeated }) => repeated.length),
    unproven: sum(({ unproven }) => Number(unproven)),
    failures: judged
      .filter(isWrong)
      .slice(0, 5)
      .map((each) => JSON.stringify(each)),
  }
}

/** The points are taken at even distances, so that any number of loops covers a run from its begin to its end. */
function pointsOf(turn: number, turns: number, points: readonly KillPoint[]): KillPoint[] {
  const point = (at: number) => points[Math.floor(at) % points.length] as KillPoint
  const first = point(turns >= points.length ? turn : (turn * points.length) / turns)
  return turn % 3 === 2 ? [first, point(turn * 31)] : [first]
}

async function aLoop(kills: readonly KillPoint[], quiet: Awaited<ReturnType<Stage['seen']>>) {
  return onStage(async (here) => {
    let dead = 0
    for (const kill of kills) dead += Number(await killed(here, kill))
    const { exitCode, stderr } = await here.apply()
    const before = here.proxy.seen.length
    const again = await here.apply()
    const idle = writesAmong(here.proxy.seen.slice(before))
    const seen = await here.seen()
    const more = beyond(seen.deeds, quiet.deeds)
    const isKnown = (deed: string) => quiet.deeds.includes(deed)
    const converged = exitCode === 0 && again.exitCode === 0 && idle.length === 0
    return {
      ...{ dead, converged, ...(converged ? {} : { exitCode, idle, stderr: stderr.slice(-2000) }) },
      lost: beyond(quiet.portrait, seen.portrait),
      extra: [...beyond(seen.portrait, quiet.portrait), ...more.filter((deed) => !isKnown(deed))],
      repeated: more.filter(isKnown),
      unproven: !(await isProven(here)),
    }
  })
}

/** One run that ends at its point, and whether it did: a run that ends before has nothing to be killed at any more. */
async function killed({ proxy, start }: Stage, { at, when, nth }: KillPoint): Promise<boolean> {
  if (at === 'file') return (await start({ WRIT_KILL_FILES: `${when}:${nth}` })).signal === 'SIGKILL'
  const begin = proxy.seen.length
  const run = start()
  const release = when === 'late' ? afterMore(proxy, nth) : Promise.resolve()
  let it: Exchange | null = null
  proxy.fault = (exchange) => {
    if (it !== null || proxy.seen.length - begin !== nth) return null
    it = exchange
    if (when !== 'after') run.kill('SIGKILL')
    return when === 'before' ? 'reset' : null
  }
  proxy.between = (exchange) => (exchange === it ? release : undefined)
  proxy.after = (exchange) => {
    if (exchange === it && when === 'after') run.kill('SIGKILL')
  }
  return (await run).signal === 'SIGKILL'
}

/** Once the proxy has seen so many requests more of whoever comes next; a write on its way arrives then. */
async function afterMore(proxy: FaultProxy, nth: number): Promise<void> {
  const late = nth + 1 + ((nth * 7) % LATEST)
  const begin = proxy.seen.length
  while (proxy.seen.length - begin < late) await sleep(2)
}
const LATEST = 25

async function isProven({ dir }: Stage): Promise<boolean> {
  const { findings, running } = await verifyStore(folderShelf(join(dir, '.writ/records')), [])
  return findings.length === 0 && running === 0
}

async function onStage<T>(work: (here: Stage) => Promise<T>): Promise<T> {
  const here = await stage()
  try {
    return await work(here)
  } finally {
    await here.close()
  }
}
