import type { Access, Change, Effect, EndedConnection, HitWorkflow, Plan } from '../../model/generated/plan.js'
import { realUse } from '../../model/real-uses.js'
import { type Paint, paint } from '../paint.js'
import { safe } from '../safe.js'
import { type Texts, textsOf } from './texts.js'

/** How a plan is to be shown. */
export interface PlanTextOptions {
  /** Columns of the terminal. */
  readonly width: number
  readonly colour: boolean
  /** The time by which ages are told, ISO 8601; when the plan was made where absent. */
  readonly now?: string
  /** Requests to the platform and time that planning took. */
  readonly requests?: number
  readonly milliseconds?: number
  /** Apply shows it, which is to have the power to write. */
  readonly applying?: boolean
  /** How many causes, and of each how many different changes, are told in full; the rest is counted. 12 where absent. */
  readonly most?: number
  /** The command that tells the rest. `writ show PLAN-FILE` where absent. */
  readonly more?: string
}

/** The plan with every text escaped, and what its parts look up again and again. */
export interface PlanView {
  readonly plan: Plan
  readonly paint: Paint
  readonly width: number
  readonly now: string
  readonly most: number
  readonly more: string
  readonly applying: boolean
  /** What the platform does by itself, by the index of the change that brings it about. */
  readonly effectsOf: ReadonlyMap<number, readonly Effect[]>
  /** Connections that end, by the index of the change that ends them. */
  readonly connectionsOf: ReadonlyMap<number, readonly EndedConnection[]>
  /** How long texts differ, by the index of the change; made of the whole text, which what is shown is cut from. */
  readonly textsOf: ReadonlyMap<number, Texts>
  /** Workflows that use a connection, by its id. */
  readonly workflowsOf: ReadonlyMap<string, readonly HitWorkflow[]>
  /** Does somebody really lose or gain it, or is what would do it only observed (E19)? */
  readonly isReal: (use: Access) => boolean
}

export function view(given: Plan, options: PlanTextOptions): PlanView {
  const plan = safe(given)
  const brush = paint(options.colour)
  const texts = given.changes.flatMap((change, at): [number, Texts][] => {
    const told = textsOf(change, brush)
    return told === undefined ? [] : [[at, told]]
  })
  return {
    plan,
    paint: brush,
    textsOf: new Map(texts),
    width: Math.max(options.width, 40),
    now: options.now ?? plan.createdAt,
    most: options.most ?? 12,
    more: options.more ?? 'writ show PLAN-FILE',
    applying: options.applying ?? false,
    effectsOf: index(plan.effects, (effect) => [effect.by]),
    connectionsOf: index(plan.impact.connections, (connection) => [connection.by]),
    workflowsOf: index(plan.impact.workflows, (workflow) => workflow.connections),
    isReal: really(given, plan),
  }
}

/** Judged by what was given: an escaped name is not the one in the address. */
function really(given: Plan, plan: Plan): (use: Access) => boolean {
  if (given.changes.every(isWritten)) return () => true
  const isReal = realUse(given.changes)
  const sides = ['losing', 'gaining'] as const
  const real = new Set(
    sides.flatMap((side) => plan.impact[side].filter((_, at) => isReal(given.impact[side][at] as Access))),
  )
  return (use) => real.has(use)
}

function index<T, K>(items: readonly T[], keys: (item: T) => readonly K[]): Map<K, T[]> {
  const found = new Map<K, T[]>()
  for (const item of items) {
    for (const key of keys(item)) {
      const same = found.get(key)
      if (same === undefined) found.set(key, [item])
      else same.push(item)
    }
  }
  return found
}

/** Does apply write it? What is only observed is shown and never written (E19). */
export const isWritten = (change: Change): boolean => change.observed !== true

/** `file:line` of a cause, or nothing where the index points nowhere. */
export function place(plan: Plan, cause: number | undefined): string {
  const found = cause === undefined ? undefined : plan.causes[cause]
  return found === undefined ? '' : `${found.file}:${found.line}`
}

/** The places of some causes, each once, but the one that was told already. */
export const places = (plan: Plan, causes: readonly number[], told = ''): string =>
  [...new Set(causes.map((cause) => place(plan, cause)))].filter((each) => each !== '' && each !== told).join(', ')
