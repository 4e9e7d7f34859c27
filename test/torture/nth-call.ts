import fc from 'fast-check'
import { plan } from '../../src/engine.js'
import type { Estate } from '../../src/model/document.js'
import { Fault as Trouble } from '../../src/model/fault.js'
import type { Plan } from '../../src/model/generated/plan.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { startSandbox } from '../../src/sandbox/index.js'
import { type Fault, startFaultProxy } from '../support/fault-proxy.js'
import { QUICK } from '../support/platform.js'
import { anyCase, type Case } from '../support/random/index.js'
import { NOW } from '../support/random/words.js'
import { loadCase, OPTIONS } from '../support/settling/run.js'
import {
  applied,
  aRun,
  figuresOf,
  type Judged,
  judge,
  type Names,
  type Ran,
  seededNames,
  type Where,
} from './schedules.js'

/** Refused, lost before it was executed, lost after, too late, from somebody else, cut off. */
const WAYS: readonly Fault[] = ['status-500', 'reset', 'reset-after', 'slow', 'html', 'truncated']

/** Nothing is tried twice, so that the one failure counts. */
const ONCE = {
  ...QUICK,
  patience: { attempts: 1, limited: 1, pause: 1, longest: 2000, budget: 0 },
  timeouts: { connect: 2_000, headers: 400, body: 400, whole: 800 },
}

export interface NthFigures {
  readonly estates: number
  /** Runs of which one call failed: each call of a plan and of an apply, in each way. */
  readonly cases: number
  readonly lost: number
  readonly extra: number
  readonly repeated: number
  /** Applies that came to rest within three quiet runs; plans that were right, or said that they are not whole. */
  readonly converged: number
  readonly failures: readonly string[]
}

/** Fails every call of plan and of apply in turn, in six ways, over as many random estates as are wanted. */
export async function runNthCalls(estates: number, seed: number): Promise<NthFigures> {
  const judged: Judged[] = []
  let tried = 0
  for (let at = 0; tried < estates; at++) {
    const [each] = fc.sample(anyCase, { seed: seed + at, numRuns: 1 })
    const estate = each === undefined ? null : await loadCase(each)
    if (each === undefined || estate === null) continue
    const names = await seededNames(each)
    const quiet = await aRun(each, estate, names, null)
    if (!quiet.converged || quiet.deeds.length < 3) continue
    tried += 1
    judged.push(...(await eachPlan(each, estate, `case ${seed + at}`)))
    judged.push(...(await eachApply(each, estate, `case ${seed + at}`, names, quiet)))
  }
  const { schedules: cases, faults: _, ...figures } = figuresOf(judged)
  return { estates, cases, ...figures }
}

async function eachApply(each: Case, estate: Estate, name: string, names: Names, quiet: Ran): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const way of WAYS)
    for (let nth = 1, bitten = true; bitten; nth++) {
      const ran = await aRun(each, estate, names, (where) => failing(where, way, nth, (port) => applied(estate, port)))
      bitten = ran.faults > 0
      if (bitten) judged.push(judge(`${name}, apply, ${way} at call ${nth}`, quiet, ran))
    }
  return judged
}

/** A plan of which a call failed is the plan that a quiet one gives, is told to be incomplete, or there is none. */
async function eachPlan(each: Case, estate: Estate, name: string): Promise<Judged[]> {
  const sandbox = await startSandbox({ seed: each.live, clock: () => NOW.getTime() })
  const judged: Judged[] = []
  try {
    let quiet: Plan | null = null
    await failing(sandbox, 'reset', 0, async (port) => {
      quiet = (await plan(estate, port, OPTIONS)).plan
    })
    for (const way of WAYS)
      for (let nth = 1, faults = 1; faults > 0; nth++) {
        let made: Plan | null = null
        faults = await failing(sandbox, way, nth, async (port) => {
          made = (await plan(estate, port, OPTIONS)).plan
        })
        if (faults > 0) judged.push(judgePlan(`${name}, plan, ${way} at call ${nth}`, quiet, made))
      }
    return judged
  } finally {
    await sandbox.close()
  }
}

function judgePlan(name: string, quiet: Plan | null, made: Plan | null): Judged {
  const told = (of: Plan | null) => of?.changes.map(({ operation, address }) => `${operation} ${address}`) ?? []
  const isHeld = made === null || made.outcome.reasons.includes('read-incomplete')
  const extra = told(made).filter((change) => !told(quiet).includes(change))
  const lost = isHeld ? [] : told(quiet).filter((change) => !told(made).includes(change))
  return { name, faults: 1, converged: true, lost, extra, repeated: [] }
}

/** Does something over a proxy that spoils the nth call, and says whether there was one. */
async function failing(
  { url, tokens }: Where,
  way: Fault,
  nth: number,
  work: (port: ReturnType<typeof createHttpPlatform>) => Promise<unknown>,
): Promise<number> {
  const proxy = await startFaultProxy(url)
  const port = createHttpPlatform({ url: proxy.url, token: tokens.admin, ...ONCE })
  let calls = 0
  proxy.fault = () => (++calls === nth ? way : null)
  try {
    await work(port).catch((error: unknown) => {
      if (!(error instanceof Trouble)) throw error
    })
  } finally {
    await port.close()
    await proxy.close()
  }
  return calls >= nth && nth > 0 ? 1 : 0
}
