import { setTimeout as sleep } from 'node:timers/promises'
import { parseAddress } from '../model/address.js'
import type { RunEvent } from '../model/generated/events.js'
import type { Plan } from '../model/generated/plan.js'
import type { Snapshot } from '../model/snapshot.js'
import type { ReadPort } from '../provider/port.js'
import type { ApplyResult } from './result.js'

/** Pauses between two looks, in milliseconds: each twice as long as the one before, up to the longest. */
const FIRST_PAUSE = 250
const LONGEST_PAUSE = 5000

export interface SettleContext {
  readonly port: ReadPort
  readonly runId: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly emit: (event: RunEvent) => void
  /** How long to wait at most; 0 does not look at all. */
  readonly seconds: number
  readonly signal?: AbortSignal
}

/** Whose customers see what was written, and whose do not yet. */
export interface Effectiveness {
  readonly of: number
  /** Names of the accounts that were still late when time was up. */
  readonly late: readonly string[]
  /** Not all of them saw it at the first look. */
  readonly waited: boolean
}

/**
 * Waits until customers see what this run wrote, within a bound (T9). What is written meanwhile by others is not waited for.
 * Null where nobody is to wait. A look that fails is taken for "not yet".
 */
export async function waitUntilEffective(
  accounts: ReadonlyMap<string, string>,
  context: SettleContext,
): Promise<Effectiveness | null> {
  if (context.seconds <= 0) return null
  if (accounts.size === 0) return { of: 0, late: [], waited: false }
  const { clock, signal } = context
  const giveUp = clock() + context.seconds * 1000
  const goals = new Map<string, number>()
  let late = [...accounts.keys()]
  let waited = false
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    late = await stillLate(late, goals, context)
    say(context, { type: 'effective', visible: accounts.size - late.length, of: accounts.size })
    const wait = Math.min(pause, giveUp - clock())
    if (late.length === 0 || wait <= 0 || signal?.aborted) break
    waited = true
    say(context, { type: 'waiting', seconds: wait / 1000, reason: 'visibility' })
    await sleep(wait, undefined, signal === undefined ? {} : { signal }).catch(() => {})
  }
  return { of: accounts.size, late: late.map((id) => accounts.get(id) ?? id), waited }
}

/** The goal of an account is what was recorded when it was first looked at. */
async function stillLate(ids: readonly string[], goals: Map<string, number>, { port }: SettleContext) {
  try {
    const seen = await port.effective(ids)
    return ids.filter((id) => {
      const state = seen.get(id)
      if (state === undefined) return true
      const goal = goals.get(id) ?? state.recorded
      goals.set(id, goal)
      return state.visible < goal
    })
  } catch {
    return [...ids]
  }
}

const say = (
  { emit, runId, clock }: SettleContext,
  event:
    | { type: 'effective'; visible: number; of: number }
    | { type: 'waiting'; seconds: number; reason: 'visibility' },
): void => emit({ formatVersion: 1, run: runId, at: new Date(clock()).toISOString(), ...event })

/** The accounts that a run wrote to, names by id. What touches an app touches everyone's portal. */
export function touchedAccounts(plan: Plan, result: ApplyResult, after: Snapshot): Map<string, string> {
  const done = new Set(result.outcomes.filter(({ status }) => status === 'done').map(({ index }) => index))
  const changes = plan.changes.filter((_, index) => done.has(index))
  const isEverybodys = changes.some(({ address }) => parseAddress(address).kind === 'app')
  const names = new Set([
    ...changes.flatMap(({ address, operation }) => (operation === 'revoke' ? [] : [parseAddress(address).parts[0]])),
    ...plan.impact.connections.filter(({ by }) => done.has(by)).map(({ account }) => account),
  ])
  const touched = [...after.rows.accounts].filter(([, { name }]) => isEverybodys || names.has(name))
  return new Map(touched.map(([id, { name }]) => [id, name]))
}
