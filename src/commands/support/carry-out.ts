import type { Applying, ApplyOptions, Recording } from '../../engine.js'
import { Fault } from '../../model/fault.js'
import type { Plan } from '../../model/generated/plan.js'
import { newRunId, type SealedRecord } from '../../model/journal.js'
import { outcome } from '../../model/outcome.js'
import { renderApplied } from '../../report/applied.js'
import { renderApproval } from '../../report/approval.js'
import { renderPlan } from '../../report/plan.js'
import { count } from '../../report/words.js'
import { appliedJson, appliedOf } from './applied.js'
import { confirm } from './confirm.js'
import { tellFailure } from './failure.js'
import { interruptible } from './interrupt.js'
import { data, json, looks, looksOfNotes, note } from './output.js'
import { stayOn } from './pipes.js'
import { eventFile, type Progress } from './progress.js'
import { openRecording } from './recording.js'
import type { Session } from './session.js'
import { settleCount, settleNames, settleSeconds } from './usage.js'

/** Flags of everything that writes. */
export interface WritingFlags extends AskingFlags {
  readonly settle?: string
  readonly 'lock-timeout'?: string
  readonly parallelism?: string
}
interface AskingFlags {
  readonly format?: string
  readonly yes?: boolean
  readonly events?: string
  readonly 'approved-by'?: readonly string[]
}

type Settled = 'parallelism' | 'lockTimeout' | 'settleSeconds' | 'approved' | 'confirmUninstall'
interface Settings
  extends Pick<ApplyOptions, Settled | 'confirmShrink' | 'onRefusal' | 'unattended'>,
    Pick<Recording, 'command'> {}

export const settleWriting = (flags: WritingFlags) => ({
  parallelism: settleCount('parallelism', flags.parallelism, 6, [1, 64]),
  lockTimeout: settleSeconds('lock-timeout', flags['lock-timeout'], 0) * 1000,
  settleSeconds: settleSeconds('settle', flags.settle, 180),
})

/** Shows the plan, asks unless somebody said yes, executes, and says what became of it. Ends with its exit code. */
export async function carryOut(
  session: Session,
  progress: Progress,
  { command, ...settings }: Settings,
  flags: AskingFlags,
  perform: (options: ApplyOptions) => Promise<Applying>,
): Promise<number> {
  const approvedBy = settleNames('approved-by', flags['approved-by'])
  const interruption = interruptible('Stopping: what is under way is finished first. Once more stops at once.')
  const leave = stayOn()
  const events = eventFile(flags.events)
  const started = performance.now()
  const asJson = flags.format === 'json'
  let written = 0
  let record: SealedRecord | null = null
  try {
    const applying = await perform({
      ...session.options,
      ...settings,
      ...(await openRecording(session, command, approvedBy)),
      runId: newRunId(Date.now()),
      clock: Date.now,
      signal: interruption.signal,
      emit: (event) => {
        if (event.type === 'change' && event.status === 'done') written += 1
        events.write(event)
        progress.event(event)
      },
      closed: (sealed) => {
        record = sealed
        note(`The record of this run: ${sealed.place}`)
      },
      unclosed: (problem) => note(`error  record/unwritable  ${problem}`),
      planned: (plan) => {
        progress.clear()
        progress.plan(plan)
        if (!asJson) data(renderPlan(plan, { ...looks(), applying: true }))
        else if (flags.yes !== true) note(renderPlan(plan, { ...looksOfNotes(), applying: true }))
      },
      confirm: async (plan) =>
        !interruption.signal.aborted && (flags.yes === true || (await confirm(question(plan), interruption.signal))),
    })
    progress.clear()
    if (asJson) json(appliedJson(applying, { command, record, milliseconds: performance.now() - started }))
    else tell(applying, performance.now() - started)
    return outcome(applying.reasons).exitCode
  } catch (error) {
    progress.clear()
    const told = written === 0 ? error : brokenOff(error, written)
    const code = interruption.exitCode()
    if (code === null) throw told
    await tellFailure(told, flags.format ?? 'text')
    return code
  } finally {
    events.close()
    interruption.release()
    leave()
  }
}

function question(plan: Plan): string {
  const ends = plan.impact.connections.filter(({ by }) => plan.changes[by]?.observed !== true).length
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
