import { parentPort, workerData } from 'node:worker_threads'
import { type CelInput, type CelValue, celEnv, isCelError, parse, plan, run } from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'

/** A rule as the worker needs it. */
export interface WorkerRule {
  readonly on: string
  readonly when: string | null
  readonly assert: string
}

/** What the worker starts with. All of `common` is JSON; `now` in it becomes a timestamp. */
export interface WorkerStart {
  readonly rules: readonly WorkerRule[]
  readonly common: Readonly<Record<string, unknown>>
  /** Apps by name, for rules about connections and access; and what stands for one that is gone. */
  readonly apps: Readonly<Record<string, unknown>>
  readonly noApp: Readonly<Record<string, unknown>>
  /** What the other side sees of a loop: see `slots`. */
  readonly progress: SharedArrayBuffer
  /** Where in `progress` what stands: evaluations begun, the rule and the subject under way, batches done. */
  readonly slots: {
    readonly evaluations: number
    readonly rule: number
    readonly subject: number
    readonly batches: number
  }
  /** How many milliseconds one rule may take over all its subjects. */
  readonly ruleBudget: number
  /** How many failures of one rule are listed in an answer. */
  readonly most: number
}

/** Some subjects with the variables that they share: what lies in one account, and the account. */
export interface Sheaf {
  readonly variables: Readonly<Record<string, unknown>>
  readonly subjects: readonly SheafSubject[]
}

export interface SheafSubject {
  readonly on: string
  readonly subject: { readonly address: string }
  /** What it is called in answers, if not by its address. */
  readonly as?: string
  /** The only rules that judge it; absent: every rule about such subjects. */
  readonly only?: readonly number[]
}

export interface Failure {
  readonly rule: number
  readonly address: string
  /** Null where the rule is simply not met. */
  readonly error: string | null
}

/** What became of a batch: the first failures of each rule, and how many there are. */
export interface WorkerAnswer {
  readonly batch: number
  readonly failures: readonly Failure[]
  readonly counts: readonly { readonly rule: number; readonly failed: number; readonly judged: number }[]
}

/** What a rule says of a subject. */
export type Said = 'pass' | 'fail' | 'skip' | { readonly error: string }

type Bindings = Record<string, CelInput>
type Evaluate = (bindings: Bindings) => unknown

const start = workerData as WorkerStart
const { slots } = start
const progress = new Int32Array(start.progress)
const env = celEnv({ funcs: strings })
const common = bindingsOf(start.common)
const apps = new Map<string, CelInput>()
const spent = start.rules.map(() => 0)
const compiled = start.rules.map(({ when, assert }) => ({
  when: when === null ? null : compile(when),
  assert: compile(assert),
}))

/** An expression that cannot be planned errs each time: that denies, and is reported. */
function compile(text: string): Evaluate {
  try {
    return plan(env, parse(text)) as Evaluate
  } catch (error) {
    return () => ({ uncompiled: error instanceof Error ? error.message : String(error) })
  }
}

/** Whole numbers are ints, so that `account.connections > 5` compares like with like; objects are maps without a prototype. */
function toCel(value: unknown): CelInput {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map(toCel)
  if (typeof value !== 'object' || value === null) return value as string | boolean | null
  return new Map(Object.entries(value).map(([key, inner]) => [key, toCel(inner)]))
}

function bindingsOf(values: Readonly<Record<string, unknown>>): Bindings {
  const bindings = Object.create(null) as Bindings
  for (const [name, value] of Object.entries(values))
    bindings[name] = name === 'now' ? (run('timestamp(text)', { text: String(value) }) as CelInput) : toCel(value)
  return bindings
}

function appOf(name: unknown): CelInput {
  const key = String(name)
  const known = apps.get(key)
  if (known !== undefined) return known
  const app = toCel(Object.hasOwn(start.apps, key) ? start.apps[key] : { ...start.noApp, name: key })
  apps.set(key, app)
  return app
}

/** Errors are values here, and whatever is neither true nor false is an error as well. */
function truth(evaluate: Evaluate, bindings: Bindings): boolean | string {
  const value = evaluate(bindings)
  if (typeof value === 'boolean') return value
  if (isCelError(value)) return value.message
  if (typeof value === 'object' && value !== null && 'uncompiled' in value) return String(value.uncompiled)
  return `the result is neither true nor false, but ${wordOf(value as CelValue)}`
}

function wordOf(value: CelValue): string {
  if (value === null) return 'null'
  if (typeof value === 'bigint' || typeof value === 'number') return 'a number'
  return typeof value === 'string' ? 'a text' : 'a list, a map or an object'
}

function judge(rule: number, bindings: Bindings): Said {
  const { when, assert } = compiled[rule] as (typeof compiled)[number]
  const applies = when === null ? true : truth(when, bindings)
  if (typeof applies === 'string') return { error: `${applies} (in when)` }
  if (!applies) return 'skip'
  const holds = truth(assert, bindings)
  if (typeof holds === 'string') return { error: holds }
  return holds ? 'pass' : 'fail'
}

/** Judges one subject by one rule, within what the rule may still take. */
function judgeInTime(rule: number, bindings: Bindings): Said {
  const before = performance.now()
  const taken = spent[rule] ?? 0
  if (taken > start.ruleBudget) return { error: `it takes too long: over ${start.ruleBudget / 1000} s so far` }
  Atomics.store(progress, slots.rule, rule)
  Atomics.add(progress, slots.evaluations, 1)
  const said = judge(rule, bindings)
  spent[rule] = taken + performance.now() - before
  return said
}

class Answering {
  readonly failures: Failure[] = []
  readonly counts = start.rules.map((_, rule) => ({ rule, failed: 0, judged: 0 }))

  note(rule: number, address: string, said: Said): void {
    const count = this.counts[rule] as { failed: number; judged: number }
    count.judged += 1
    if (said === 'pass' || said === 'skip') return
    count.failed += 1
    if (count.failed > start.most) return
    this.failures.push({ rule, address, error: said === 'fail' ? null : said.error })
  }
}

function answer(batch: number, sheaves: readonly Sheaf[]): WorkerAnswer {
  const answering = new Answering()
  let at = 0
  for (const { variables, subjects } of sheaves) {
    const shared = Object.assign(Object.create(null), common, bindingsOf(variables)) as Bindings
    for (const each of subjects) {
      Atomics.store(progress, slots.subject, at++)
      judgeSubject(each, shared, answering)
    }
  }
  return { batch, failures: answering.failures, counts: answering.counts.filter(({ judged }) => judged > 0) }
}

/** Its variables are made once, and only where some rule asks. */
function judgeSubject(
  { on, subject, as = subject.address, only }: SheafSubject,
  shared: Bindings,
  answering: Answering,
): void {
  let bindings: Bindings | undefined
  start.rules.forEach((rule, index) => {
    if (rule.on !== on || only?.includes(index) === false) return
    bindings ??= variablesOf(on, subject, shared)
    answering.note(index, as, judgeInTime(index, bindings))
  })
}

function variablesOf(on: string, subject: object, shared: Bindings): Bindings {
  const bindings = Object.assign(Object.create(null), shared) as Bindings
  bindings[on] = toCel(subject)
  if ('app' in subject && (on === 'connection' || on === 'access')) bindings.app ??= appOf(subject.app)
  return bindings
}

parentPort?.on('message', ({ batch, json }: { batch: number; json: string }) => {
  const answered = answer(batch, JSON.parse(json) as Sheaf[])
  parentPort?.postMessage(answered)
  Atomics.store(progress, slots.batches, batch + 1)
})
