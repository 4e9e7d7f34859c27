import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openShelf, verifyStore } from '../../src/record/index.js'
import { beyond } from './portrait.js'
import { type Stage, stage, writesAmong } from './process.js'

/** Where a program is killed: at the nth thing it does to a file, or at its nth request. */
export interface KillPoint {
  readonly at: 'file' | 'request'
  readonly when: 'before' | 'after'
  readonly nth: number
}

export interface KillFigures {
  readonly loops: number
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
    const numbered = (at: KillPoint['at'], most: number) =>
      Array.from({ length: most }, (_, n) => [
        { at, when: 'before' as const, nth: n + 1 },
        { at, when: 'after' as const, nth: n + 1 },
      ]).flat()
    return [...numbered('file', Number(readFileSync(count, 'utf8'))), ...numbered('request', here.proxy.seen.length)]
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
    for (const kill of kills) await killed(here, kill)
    const { exitCode, stderr } = await here.apply()
    const before = here.proxy.seen.length
    const again = await here.apply()
    const idle = writesAmong(here.proxy.seen.slice(before))
    const seen = await here.seen()
    const more = beyond(seen.deeds, quiet.deeds)
    const isKnown = (deed: string) => quiet.deeds.includes(deed)
    const converged = exitCode === 0 && again.exitCode === 0 && idle.length === 0
    return {
      ...{ converged, ...(converged ? {} : { exitCode, idle, stderr: stderr.slice(-2000) }) },
      lost: beyond(quiet.portrait, seen.portrait),
      extra: [...beyond(seen.portrait, quiet.portrait), ...more.filter((deed) => !isKnown(deed))],
      repeated: more.filter(isKnown),
      unproven: !(await isProven(here)),
    }
  })
}

/** One run that ends at its point; a run that ends before it has nothing to be killed at any more. */
async function killed({ proxy, start }: Stage, { at, when, nth }: KillPoint): Promise<void> {
  if (at === 'file') {
    await start({ WRIT_KILL_FILES: `${when}:${nth}` })
    return
  }
  const begin = proxy.seen.length
  const run = start()
  const isIt = () => proxy.seen.length - begin === nth
  proxy.fault = () => {
    if (when === 'before' && isIt()) run.kill('SIGKILL')
    return when === 'before' && isIt() ? 'reset' : when === 'after' && isIt() ? 'reset-after' : null
  }
  proxy.after = () => {
    if (when === 'after' && isIt()) run.kill('SIGKILL')
  }
  await run
  proxy.fault = () => null
  proxy.after = () => {}
}

async function isProven({ dir }: Stage): Promise<boolean> {
  const { ok } = await verified(dir)
  return ok
}

async function verified(dir: string) {
  const shelf = await openShelf(join(dir, '.writ/records'), dir, process.env)
  return verifyStore(shelf, [])
}

async function onStage<T>(work: (here: Stage) => Promise<T>): Promise<T> {
  const here = await stage()
  try {
    return await work(here)
  } finally {
    await here.close()
  }
}
