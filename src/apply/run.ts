import type { RunEvent } from '../model/generated/events.js'
import type { Change, Plan } from '../model/generated/plan.js'
import type { RecordEntry } from '../model/journal.js'
import { NO_SECRETS, type Secrets } from '../model/secrets.js'
import type { Collection, Snapshot } from '../model/snapshot.js'
import type { WriteEffect } from '../provider/port.js'
import { Directory } from './directory.js'
import type { ApplyContext, ApplyResult, ChangeOutcome, ChangeStatus, LeaseReport, SeenEffect } from './result.js'

/** A run on its way: everything that changes while a plan is executed stands here. */
export class Run {
  readonly changes: readonly Change[]
  readonly outcomes: (ChangeOutcome | null)[]
  readonly attempts: number[]
  readonly directory: Directory
  readonly secrets: Secrets
  readonly effects: SeenEffect[] = []
  readonly ended = new Set<string>()
  readonly extraEndings: { connection: string; by: number }[] = []
  readonly #expectedEndings: ReadonlySet<string>
  /** The newest state that was read. */
  latest: Snapshot
  /** Why nothing more is sent; null while the run goes on. */
  stopped: string | null = null
  /** Sent at least one write that was executed. */
  wrote = false
  /** Makes sure that the lease still stands; stops the run where it does not. */
  beforeSending: () => Promise<void> = async () => {}
  /** Why the record has a gap; null while it has none. */
  unrecorded: string | null = null
  #finished = 0

  constructor(
    readonly plan: Plan,
    readonly context: ApplyContext,
  ) {
    this.changes = plan.changes
    this.outcomes = plan.changes.map(() => null)
    this.attempts = plan.changes.map(() => 0)
    this.secrets = context.secrets ?? NO_SECRETS
    this.directory = new Directory(context.snapshot, this.secrets)
    this.latest = context.snapshot
    this.#expectedEndings = new Set([
      ...plan.impact.connections.map(({ id }) => id),
      ...plan.changes.flatMap(({ ends }) => ends),
    ])
  }

  /** Emits an event with what every line begins with. Who listens may fail, and then nothing more is sent. */
  say(event: Said): void {
    const at = new Date(this.context.clock()).toISOString()
    if (event.type === 'lease') this.#noteLease(event)
    try {
      this.context.emit({ formatVersion: 1, run: this.context.runId, at, ...event } as RunEvent)
    } catch (error) {
      this.stopped ??= `its events cannot be told: ${messageOf(error)}`
    }
  }

  /** Puts an entry on disk; false where that fails. What cannot be recorded is not sent, and nothing after it (E10). */
  note(entry: RecordEntry): boolean {
    try {
      this.context.journal?.append(entry)
      return true
    } catch (error) {
      this.unrecorded ??= messageOf(error)
      this.stopped ??= messageOf(error)
      return false
    }
  }

  #noteLease({ status, holder, fencing, until }: Extract<Said, { type: 'lease' }>): void {
    this.note({ type: 'lease', status, holder, fencing, until })
  }

  get isStopped(): boolean {
    if (this.context.signal?.aborted) this.stopped ??= 'the run was stopped before it'
    return this.stopped !== null
  }

  finish(
    index: number,
    status: ChangeStatus,
    facts: { detail?: string | null; problem?: string; blockedBy?: number } = {},
  ): void {
    const change = this.changes[index]
    if (change === undefined || this.outcomes[index]) return
    const { address, operation } = change
    // What the platform answers might repeat what it was sent (E16).
    const detail = facts.detail == null ? null : this.secrets.mask(facts.detail)
    const told = { index, address, status, detail, blockedBy: facts.blockedBy ?? null }
    this.outcomes[index] = { ...told, problem: facts.problem ?? null }
    this.#finished++
    this.say({ type: 'change', operation, ...told })
  }

  /** Succeeded, whoever it was that did it. */
  isDone(index: number): boolean {
    const status = this.outcomes[index]?.status
    return status === 'done' || status === 'already'
  }

  /** Notes what the platform did by itself, and says so where no plan named it. */
  noteEffect(by: number, effect: WriteEffect): void {
    this.directory.caused(effect)
    this.effects.push({ by, op: effect.op, collection: effect.collection, id: effect.id })
    if (effect.op !== 'end' || effect.collection !== 'connections') return
    this.ended.add(effect.id)
    if (this.#expectedEndings.has(effect.id)) return
    this.extraEndings.push({ connection: effect.id, by })
    this.say({ type: 'extra-ending', connection: effect.id, index: by })
  }

  sayProgress(): void {
    this.say({
      type: 'progress',
      finished: this.#finished,
      of: this.changes.length,
      ended: this.ended.size,
      ofEnding: this.#expectedEndings.size,
    })
  }

  result(lease: LeaseReport, readBack: Snapshot | null, readBackProblem: string | null): ApplyResult {
    const outcomes = this.outcomes.flatMap((outcome) => outcome ?? [])
    const counts = { done: 0, already: 0, refused: 0, blocked: 0, unknown: 0, skipped: 0 }
    for (const { status } of outcomes) counts[status]++
    const { effects, extraEndings, wrote, unrecorded } = this
    const stillThere = readBack === null ? [] : this.#stillThere(readBack)
    const interrupted = this.context.signal?.aborted ?? false
    return {
      outcomes,
      counts,
      effects,
      extraEndings,
      stillThere,
      expectsConnections: this.context.snapshot.platform.capabilities.expectConnections,
      lease,
      interrupted,
      wrote,
      unrecorded,
      failed: counts.refused + counts.unknown,
      readBack,
      readBackProblem,
    }
  }

  /** What was answered as gone, and lives all the same. */
  #stillThere({ rows }: Snapshot): number[] {
    return this.changes.flatMap(({ operation, target: { collection, id } }, index) => {
      const isGone = operation === 'revoke' || operation === 'remove'
      const row = isGone && id !== null ? rows[collection as Collection].get(id) : undefined
      const lives = row !== undefined && (!('status' in row) || row.status !== 'ended')
      return lives && this.outcomes[index]?.status === 'done' ? [index] : []
    })
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

type Said = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'formatVersion' | 'run' | 'at'> : never) : never
