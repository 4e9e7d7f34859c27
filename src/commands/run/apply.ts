import type { Plan } from '../../model/generated/plan.js'
import { againstOf } from '../support/against.js'
import { carryOut, settleWriting, type WritingFlags } from '../support/carry-out.js'
import { readPlan } from '../support/plan-file.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { openSession, openWriter, using } from '../support/session.js'
import { settleShrunk, usage } from '../support/usage.js'

interface Flags extends WritingFlags {
  readonly env?: string
  readonly only?: readonly string[]
  readonly now?: string
  readonly approved?: string
  readonly baseline?: string
  readonly 'confirm-uninstall'?: readonly string[]
  readonly 'confirm-shrink'?: readonly string[]
  readonly 'on-refusal'?: 'stop' | 'skip'
}

/** Plans again, asks, executes, and says what became of it (E6, E9, E11). */
export async function apply({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as Flags
  if (flags.now !== undefined)
    throw usage('apply takes no --now: dates are evaluated on the day it runs', 'See ahead with writ plan --now.')
  const approved = flags.approved === undefined ? undefined : readPlan(flags.approved)
  const settings = { ...settleWriting(flags), ...settleGuards(flags, approved), command: 'apply' as const }
  const scoped = { ...flags, only: flags.only ?? approved?.scope ?? [] }
  const against = againstOf(flags.baseline, approved)
  const session = await openSession(args.dir ?? '.', scoped, false, against)
  const progress = showProgress()
  const { parallelism } = settings
  const connecting = { parallelism, onWait: progress.wait, onRequest: progress.request }
  const engine = await import('../../engine.js')
  return await using(await openWriter(session, connecting), (port) =>
    carryOut(session, progress, settings, flags, (options) => engine.apply(session.estate, port, options)),
  )
}

/** What lets pass, or leaves out, what would stop the run; nobody looks at what a schedule applies. */
const settleGuards = (flags: Flags, approved: Plan | undefined) => ({
  confirmUninstall: flags['confirm-uninstall'] ?? [],
  confirmShrink: settleShrunk(flags['confirm-shrink']),
  onRefusal: flags['on-refusal'] ?? 'stop',
  unattended: flags.yes === true && approved === undefined,
  ...(approved === undefined ? {} : { approved }),
})
