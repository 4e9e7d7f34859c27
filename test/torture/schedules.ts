import fc from 'fast-check'
import { apply, plan } from '../../src/engine.js'
import type { Estate } from '../../src/model/document.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { startSandbox } from '../../src/sandbox/index.js'
import { Platform, type Rows } from '../support/client.js'
import { type Fault, startFaultProxy } from '../support/fault-proxy.js'
import { readState } from '../support/naive.js'
import { QUICK } from '../support/platform.js'
import { anyCase, type Case } from '../support/random/index.js'
import { NOW } from '../support/random/words.js'
import { loadCase, OPTIONS } from '../support/settling/run.js'
import { beyond, deeds, namesOf, portrait } from './portrait.js'

/** What can happen to a call: before the platform sees it, or after it has done what was asked. */
const FAULTS: readonly Fault[] = [
  ...(['status-500', 'status-503-html', 'reset', 'reset-after', 'truncated', 'html', 'empty-body'] as const),
  ...(['rate-limit', 'redirect', 'empty-object', 'unauthorized'] as const),
]
/** A faulty run, another half of the time, and then so many quiet ones at most. */
const MOST_QUIET_RUNS = 3
/** So many schedules are tried on each random estate: what they must come to is worked out once for all. */
const SCHEDULES_A_CASE = 10

export interface ScheduleFigures {
  readonly schedules: number
  readonly faults: number
  /** What a quiet run would have made and these did not. */
  readonly lost: number
  /** What is there, or was done, and a quiet run would not have. */
  readonly extra: number
  /** Writes that were executed more often than in a quiet run. */
  readonly repeated: number
  /** Schedules that came to rest within three quiet runs, and did nothing in the next. */
  readonly converged: number
  /** The first few that did not hold, each with what repeats it. */
  readonly failures: readonly string[]
}

/**
 * Applies random estates to random platforms while calls fail at random, then without failures until nothing is left;
 * what lives and what was done must be what one quiet run makes of the same.
 */
export async function runSchedules(wanted: number, seed: number): Promise<ScheduleFigures> {
  const judged: Judged[] = []
  for (let at = 0; judged.length < wanted; at++) {
    const [each] = fc.sample(anyCase, { seed: seed + at, numRuns: 1 })
    const estate = each === undefined ? null : await loadCase(each)
    if (each === undefined || estate === null) continue
    const names = await seededNames(each)
    const quiet = await aRun(each, estate, names, null)
    if (!quiet.converged || quiet.deeds.length === 0) continue
    for (let n = 0; n < SCHEDULES_A_CASE && judged.length < wanted; n++)
      judged.push(
        judge(
          `case ${seed + at}, schedule ${n}`,
          quiet,
          await aRun(each, estate, names, (where) => faultyRuns(where, estate, dice(seed + at, n))),
        ),
      )
  }
  return figuresOf(judged)
}

export interface Judged {
  readonly name: string
  readonly faults: number
  readonly converged: boolean
  readonly lost: readonly string[]
  readonly extra: readonly string[]
  readonly repeated: readonly string[]
}

/** What faults made of it beside what a quiet run makes. */
export function judge(name: string, quiet: Ran, { portrait, deeds, faults, converged }: Ran): Judged {
  const more = beyond(deeds, quiet.deeds)
  const isKnown = (deed: string) => quiet.deeds.includes(deed)
  return {
    ...{ name, faults, converged },
    lost: beyond(quiet.portrait, portrait),
    extra: [...beyond(portrait, quiet.portrait), ...more.filter((deed) => !isKnown(deed))],
    repeated: more.filter(isKnown),
  }
}

export function figuresOf(judged: readonly Judged[]): ScheduleFigures {
  const sum = (of: (each: Judged) => number) => judged.reduce((total, each) => total + of(each), 0)
  const wrong = judged.filter(
    (each) => !each.converged || each.lost.length + each.extra.length + each.repeated.length > 0,
  )
  return {
    schedules: judged.length,
    faults: sum(({ faults }) => faults),
    lost: sum(({ lost }) => lost.length),
    extra: sum(({ extra }) => extra.length),
    repeated: sum(({ repeated }) => repeated.length),
    converged: sum(({ converged }) => (converged ? 1 : 0)),
    failures: wrong.slice(0, 5).map((each) => JSON.stringify(each)),
  }
}

export interface Ran {
  readonly portrait: readonly string[]
  readonly deeds: readonly string[]
  readonly faults: number
  readonly converged: boolean
}

/** One platform's life: faulty runs if there are any, then quiet ones, then one that must do nothing. */
export async function aRun(
  each: Case,
  estate: Estate,
  seeded: Names,
  faulty: ((where: Where) => Promise<number>) | null,
): Promise<Ran> {
  let now = NOW.getTime()
  const sandbox = await startSandbox({ seed: each.live, clock: () => now, random: bytesOf(dice(1, 1)) })
  const eyes = new Platform(sandbox.url, sandbox.tokens.admin)
  try {
    const { revision } = await eyes.page('apps')
    const faults = faulty === null ? 0 : await faulty(sandbox)
    // A lease that could not be given back runs out by itself.
    now += 60_000
    const converged = await quietRuns(sandbox, estate)
    const state = await readState(eyes)
    const events = (await eyes.list('audit-events', `after=${revision}`)) as Rows['audit-events'][]
    const names = new Map([...seeded, ...namesOf(state)])
    return { portrait: portrait(state, names), deeds: deeds(events, names), faults, converged }
  } finally {
    await sandbox.close()
  }
}

export type Names = ReadonlyMap<string, string>

/** Names for the ids of a seed: the same ids come of the same chance, so that once is enough. */
export async function seededNames(each: Case): Promise<Names> {
  const sandbox = await startSandbox({ seed: each.live, clock: () => NOW.getTime(), random: bytesOf(dice(1, 1)) })
  try {
    return namesOf(await readState(new Platform(sandbox.url, sandbox.tokens.admin)))
  } finally {
    await sandbox.close()
  }
}

const bytesOf =
  (roll: Dice) =>
  (size: number): Buffer =>
    Buffer.from(Array.from({ length: size }, () => Math.floor(roll() * 256)))

export type Where = Pick<Awaited<ReturnType<typeof startSandbox>>, 'url' | 'tokens'>
type Dice = () => number

async function faultyRuns({ url, tokens }: Where, estate: Estate, roll: Dice): Promise<number> {
  const proxy = await startFaultProxy(url)
  const port = createHttpPlatform({ url: proxy.url, token: tokens.admin, ...QUICK, random: roll })
  const share = 0.02 + roll() * 0.3
  let faults = 0
  proxy.fault = () => {
    if (roll() > share) return null
    faults += 1
    return FAULTS[Math.floor(roll() * FAULTS.length)] ?? null
  }
  try {
    for (let runs = roll() < 0.5 ? 1 : 2; runs > 0; runs--) await applied(estate, port).catch(() => null)
  } finally {
    await port.close()
    await proxy.close()
  }
  return faults
}

async function quietRuns({ url, tokens }: Where, estate: Estate): Promise<boolean> {
  const port = createHttpPlatform({ url, token: tokens.admin })
  try {
    for (let run = 1; run <= MOST_QUIET_RUNS; run++) {
      await applied(estate, port)
      if (await isAtRest(estate, port)) return true
    }
    return false
  } finally {
    await port.close()
  }
}

const isAtRest = async (estate: Estate, port: ReturnType<typeof createHttpPlatform>): Promise<boolean> => {
  const { changes } = (await plan(estate, port, OPTIONS)).plan
  return changes.every(({ observed }) => observed === true)
}

export const applied = (estate: Estate, port: ReturnType<typeof createHttpPlatform>) =>
  apply(estate, port, {
    ...OPTIONS,
    ...{ runId: 'run', clock: () => NOW.getTime(), parallelism: 4, emit: () => {}, settleSeconds: 0 },
    confirm: async () => true,
  })

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
function dice(seed: number, n: number): Dice {
  let state = (seed * 7919 + n * 104_729) | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
