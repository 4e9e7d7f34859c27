import { Worker } from 'node:worker_threads'
import type { JudgingLimits } from './limits.js'
import type { Failure, Sheaf, WorkerAnswer, WorkerRule, WorkerStart } from './worker.js'

/** What is known of one rule once all is judged. */
export interface Judgement {
  /** The first failures, in the order of subjects. */
  readonly failures: Omit<Failure, 'rule'>[]
  /** How many subjects fail. */
  failed: number
  judged: number
  /** Why it was stopped, and over which subject; null where it was not. */
  stopped: { readonly address: string; readonly cause: string } | null
}

/** What the worker is started with, beside the rules. */
export type Setting = Pick<WorkerStart, 'common' | 'apps' | 'noApp'>

const SLOTS = { evaluations: 0, rule: 1, subject: 2, batches: 3 } as const
const WORKER = new URL('./generated/worker.js', import.meta.url)

/** How often somebody looks whether the worker still gets on, in milliseconds. */
const LOOK = 20

/** What is answered needs no room any more. */
const SPENT: Batch = { json: '', addresses: [] }

interface Batch {
  readonly json: string
  readonly addresses: readonly string[]
}

/**
 * Judges subjects in a thread of its own, while others are still being made. A rule that takes too long over one of
 * them, or too much memory, is stopped with the thread, and the others go on without it in another one.
 */
export class Bench {
  readonly judgements: Judgement[]
  private readonly batches: Batch[] = []
  /** The first batch that nobody has answered. */
  private done = 0
  /** The batches before it are in the hands of the present thread. */
  private posted = 0
  private progress = new Int32Array(new SharedArrayBuffer(4 * Object.keys(SLOTS).length))
  private worker: Worker | null = null
  private death: string | null = null

  constructor(
    private readonly rules: readonly WorkerRule[],
    private readonly setting: Setting,
    private readonly limits: JudgingLimits,
  ) {
    this.judgements = rules.map(() => ({ failures: [], failed: 0, judged: 0, stopped: null }))
  }

  /** Hands subjects over; they are judged meanwhile. */
  add(sheaves: readonly Sheaf[]): void {
    const addresses = sheaves.flatMap(({ subjects }) => subjects.map(({ subject, as }) => as ?? subject.address))
    this.batches.push({ json: JSON.stringify(sheaves), addresses })
    this.post()
  }

  /** Waits until all is judged, or time is up. The thread is gone then. */
  async end(): Promise<readonly Judgement[]> {
    const deadline = performance.now() + this.limits.whole
    try {
      while (this.done < this.batches.length && this.isAnyoneLeft()) {
        this.post()
        await this.watch(deadline)
      }
    } finally {
      await this.close()
    }
    return this.judgements
  }

  async close(): Promise<void> {
    const { worker } = this
    this.worker = null
    await worker?.terminate()
  }

  private isAnyoneLeft = (): boolean => this.judgements.some(({ stopped }) => stopped === null)

  private post(): void {
    const worker = this.worker ?? this.start()
    for (; this.posted < this.batches.length; this.posted++)
      worker.postMessage({ batch: this.posted, json: this.batches[this.posted]?.json })
  }

  private start(): Worker {
    const { evaluation: _, rule, whole: __, memory, listed } = this.limits
    this.progress = new Int32Array(new SharedArrayBuffer(4 * Object.keys(SLOTS).length))
    this.death = null
    this.posted = this.done
    const rules = this.rules.map((each, at) => (this.judgements[at]?.stopped === null ? each : { ...each, on: '' }))
    const workerData: WorkerStart = {
      ...{ ...this.setting, rules, slots: SLOTS, ruleBudget: rule, most: listed },
      progress: this.progress.buffer as SharedArrayBuffer,
    }
    const resourceLimits = { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 32 }
    const worker = new Worker(WORKER, { workerData, resourceLimits, env: {}, stdin: false })
    worker.on('message', (answer: WorkerAnswer) => {
      if (this.worker === worker) this.take(answer)
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      if (this.worker === worker) this.death = isMemory ? `it needs more than ${memory} MB of memory` : error.message
    })
    // Whoever waits looks at it again and again; nothing else is kept alive by it.
    worker.unref()
    this.worker = worker
    return worker
  }

  private take({ batch, failures, counts }: WorkerAnswer): void {
    this.done = batch + 1
    this.batches[batch] = SPENT
    for (const { rule, address, error } of failures) {
      const judgement = this.judgements[rule] as Judgement
      if (judgement.failures.length < this.limits.listed) judgement.failures.push({ address, error })
    }
    for (const { rule, failed, judged } of counts) {
      const judgement = this.judgements[rule] as Judgement
      judgement.failed += failed
      judgement.judged += judged
    }
  }

  /** Looks on until the present thread has answered everything, is stuck, or died. */
  private async watch(deadline: number): Promise<void> {
    const slot = (name: keyof typeof SLOTS) => Atomics.load(this.progress, SLOTS[name])
    let seen = slot('evaluations')
    let since = performance.now()
    while (this.done < this.batches.length) {
      await new Promise((resolve) => setTimeout(resolve, LOOK))
      const now = performance.now()
      if (this.death !== null) return this.stop(this.death)
      if (now > deadline) return this.stopAll(`all rules together take longer than ${this.limits.whole / 1000} s`)
      const evaluations = slot('evaluations')
      const isMoving = evaluations !== seen || slot('batches') !== this.done || evaluations === 0
      if (!isMoving && now - since > this.limits.evaluation)
        return this.stop(`it takes longer than ${this.limits.evaluation / 1000} s`)
      if (isMoving) {
        seen = evaluations
        since = now
      }
    }
  }

  /** The rule under way is stopped for good; the others go on with the batch that it spoilt. */
  private async stop(cause: string): Promise<void> {
    const isBegun = Atomics.load(this.progress, SLOTS.evaluations) > 0
    const rule = Atomics.load(this.progress, SLOTS.rule)
    const address = this.batches[this.done]?.addresses[Atomics.load(this.progress, SLOTS.subject)] ?? 'plan'
    await this.close()
    if (!isBegun) return this.stopAll(cause)
    const judgement = this.judgements[rule] as Judgement
    judgement.stopped = { address, cause }
    this.posted = this.done
  }

  private stopAll(cause: string): void {
    for (const judgement of this.judgements) judgement.stopped ??= { address: 'plan', cause }
  }
}
