import { randomUUID } from 'node:crypto'
import type { Applying, ApplyOptions } from '../../engine.js'
import { Fault } from '../../model/fault.js'
import type { Plan } from '../../model/generated/plan.js'
import { outcome } from '../../model/outcome.js'
import type { WritePort } from '../../provider/port.js'
import { renderApplied } from '../../report/applied.js'
import { renderApproval } from '../../report/approval.js'
import { renderPlan } from '../../report/plan.js'
import { count } from '../../report/words.js'
import { appliedOf } from '../support/applied.js'
import { confirm } from '../support/confirm.js'
import { interruptible } from '../support/interrupt.js'
import { data, looks } from '../support/output.js'
import { readPlan } from '../support/plan-file.js'
import { eventFile, type Progress, showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { openSession, openWriter, type Session, using } from '../support/session.js'
import { settleCount, settleSeconds, usage } from '../support/usage.js'

interface Flags {
  readonly env?: string
  readonly only?: readonly string[]
  readonly now?: string
  readonly approved?: string
  readonly yes?: boolean
  readonly settle?: string
  readonly 'lock-timeout'?: string
  readonly parallelism?: string
  readonly events?: string
}

/** Plans again, asks, executes, and says what became of it (E6, E9, E11). */
export async function apply({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as Flags
  if (flags.now !== undefined)
    throw usage('apply takes no --now: dates are evaluated on the day it runs', 'See ahead with writ plan --now.')
  const approved = flags.approved === undefined ? undefined : readPlan(flags.approved)
  const settings = settle(flags)
  const session = await openSession(args.dir ?? '.', { ...flags, only: flags.only ?? approved?.scope ?? [] }, false)
  const progress = showProgress()
  const { parallelism } = settings
  const connecting = { parallelism, onWait: progress.wait, onRequest: progress.request }
  return await using(await openWriter(session, connecting), (port) =>
    execute(session, port, progress, { ...settings, ...(approved === undefined ? {} : { approved }) }, flags),
  )
}

type Settings = Pick<ApplyOptions, 'parallelism' | 'lockTimeout' | 'settleSeconds' | 'approved'>

const settle = (flags: Flags) => ({
  parallelism: settleCount('parallelism', flags.parallelism, 6, [1, 64]),
  lockTimeout: settleSeconds('lock-timeout', flags['lock-timeout'], 0) * 1000,
  settleSeconds: settleSeconds('settle', flags.settle, 180),
})

async function execute(
  { estate, options }: Session,
  port: WritePort,
  progress: Progress,
  settings: Settings,
  flags: Flags,
): Promise<number> {
  const interruption = interruptible('Stopping: what is under way is finished first. Once more stops at once.')
  const events = eventFile(flags.events)
  const started = performance.now()
  let written = 0
  try {
    const engine = await import('../../engine.js')
    const applying = await engine.apply(estate, port, {
      ...options,
      ...settings,
      runId: randomUUID(),
      clock: Date.now,
      signal: interruption.signal,
      emit: (event) => {
        if (event.type === 'change' && event.status === 'done') written += 1
        events.write(event)
        progress.event(event)
      },
      planned: (plan) => {
        progress.clear()
        data(renderPlan(plan, { ...looks(), applying: true }))
      },
      confirm: async (plan) =>
        !interruption.signal.aborted && (flags.yes === true || (await confirm(question(plan), interruption.signal))),
    })
    progress.clear()
    tell(applying, performance.now() - started)
    return interruption.exitCode() ?? outcome(applying.reasons).exitCode
  } catch (error) {
    progress.clear()
    throw written === 0 ? error : brokenOff(error, written)
  } finally {
    events.close()
    interruption.release()
  }
}

function question(plan: Plan): string {
  const ends = plan.impact.connections.length
  const cost = ends === 0 ? '' : `, which ends ${count(ends, 'connection')}`
  return `Write ${count(plan.changes.filter(({ observed }) => observed !== true).length, 'change')}${cost}?`
}

function tell(applying: Applying, milliseconds: number): void {
  const { approval, reasons } = applying
  const applied = appliedOf(applying, milliseconds)
  const approvalText = approval === null ? '' : renderApproval(approval, looks())
  if (approvalText !== '') data(`\n${approvalText}`)
  if (applied !== null) data(`\n${renderApplied(applied, looks())}`)
  else if (reasons.includes('declined')) data('\nNothing was written: nobody said yes.')
  else if (reasons.includes('refused')) data('\nNothing was written: the plan is refused.')
}

const brokenOff = (error: unknown, written: number): Fault =>
  new Fault(
    'apply/broken-off',
    `after ${count(written, 'change')} had been written: ${error instanceof Error ? error.message : String(error)}`,
    'writ plan shows what is left; running apply again goes on from there.',
    { cause: error },
  )
