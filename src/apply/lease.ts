import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '../model/fault.js'
import type { Lease, WritePort } from '../provider/port.js'
import type { LeaseReport } from './result.js'
import type { Run } from './run.js'

const DEFAULT_SECONDS = 30
/** How often a lease that another holds is asked for again, in milliseconds. */
const POLL = 1000

/** As whom a run takes the lease: whoever finds its journal can tell whose it was. */
export const holderOf = (runId: string): string => `writ ${runId}`

/** A lease that renews itself until it is given back. */
export interface LeaseKeeper {
  readonly report: LeaseReport
  /** The number for every write; null where the platform has no lease. */
  readonly fencing: number | null
  /** Never throws: a lease that cannot be given back runs out by itself. */
  release(): Promise<void>
}

/** Takes the lease before the first write. Held by another: a keeper whose report says so, and nothing may be written. */
export async function takeLease(run: Run): Promise<LeaseKeeper> {
  const { snapshot, holder = holderOf(run.context.runId) } = run.context
  if (!snapshot.platform.capabilities.lease)
    return keeperOf({ status: 'none', holder: null, fencing: null, until: null })
  const answer = await acquire(run, holder)
  if ('heldBy' in answer) {
    const report = { status: 'held' as const, holder: answer.heldBy, fencing: null, until: answer.until }
    run.say({ type: 'lease', ...report })
    return keeperOf(report)
  }
  return keep(run, answer)
}

const keeperOf = (report: LeaseReport, release = async () => {}): LeaseKeeper => ({
  report,
  fencing: report.fencing,
  release,
})

async function acquire(run: Run, holder: string): Promise<Awaited<ReturnType<typeof run.context.port.acquireLease>>> {
  const { port, clock, lockTimeout = 0, leaseSeconds = DEFAULT_SECONDS, resumes = null } = run.context
  const giveUp = clock() + lockTimeout
  let dead = resumes === null ? null : holderOf(resumes)
  for (;;) {
    const answer = await port.acquireLease(holder, leaseSeconds)
    if ('heldBy' in answer && answer.heldBy === dead) {
      await takeFrom(dead, port)
      dead = null
      continue
    }
    const wait = Math.min(POLL, giveUp - clock())
    if (!('heldBy' in answer) || wait <= 0 || run.isStopped) return answer
    run.say({ type: 'waiting', seconds: wait / 1000, reason: 'lease' })
    await sleep(wait)
  }
}

/** What a dead run had asked for may reach the platform after it. It may have run out meanwhile: that is well, too. */
async function takeFrom(dead: string, port: WritePort): Promise<void> {
  const lease = await port.lease()
  if (lease?.holder === dead)
    await port.releaseLease({ holder: dead, fencing: lease.fencing, expiresAt: '' }).catch(() => {})
}

function keep(run: Run, taken: Lease): LeaseKeeper {
  const { port, leaseSeconds = DEFAULT_SECONDS } = run.context
  let lease = taken
  let status: LeaseReport['status'] = 'taken'
  let renewal = Promise.resolve()
  let renewedAt = run.context.clock()
  const say = (word: 'taken' | 'renewed' | 'lost' | 'released', detail?: string) =>
    run.say({
      type: 'lease',
      status: word,
      holder: lease.holder,
      fencing: lease.fencing,
      until: lease.expiresAt,
      ...(detail ? { detail } : {}),
    })

  async function renew(): Promise<void> {
    try {
      const askedAt = run.context.clock()
      lease = await port.renewLease(lease, leaseSeconds)
      renewedAt = askedAt
      say('renewed')
    } catch (error) {
      if (!isLost(error, lease, run.context.clock())) return
      status = 'lost'
      run.stopped ??= 'the lease was lost'
      say('lost', error instanceof Error ? error.message : String(error))
    }
  }
  const renewNow = () => {
    if (status === 'taken') renewal = renewal.then(renew)
    return renewal
  }
  const timer = setInterval(renewNow, (leaseSeconds * 1000) / 3)
  // A process that slept longer than its lease lives asks first whether it still has it.
  run.beforeSending = async () => {
    if (run.context.clock() - renewedAt >= leaseSeconds * 1000) await renewNow()
  }
  timer.unref()
  say('taken')

  async function release(): Promise<void> {
    clearInterval(timer)
    await renewal
    if (status === 'lost') return
    try {
      await port.releaseLease(lease)
      say('released')
    } catch (error) {
      say('lost', error instanceof Error ? error.message : String(error))
    }
  }
  return {
    get report() {
      return { status, holder: lease.holder, fencing: lease.fencing, until: lease.expiresAt }
    },
    fencing: taken.fencing,
    release,
  }
}

/** One renewal that fails is no loss while the lease still runs; being fenced off is. */
const isLost = (error: unknown, lease: Lease, now: number): boolean =>
  (error instanceof Fault && error.code === 'platform/lease-fenced') || now >= Date.parse(lease.expiresAt)
