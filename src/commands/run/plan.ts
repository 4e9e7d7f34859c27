import type { Planning } from '../../engine.js'
import type { Plan } from '../../model/generated/plan.js'
import { isWritten } from '../../report/plan/view.js'
import { renderPlan } from '../../report/plan.js'
import { safe } from '../../report/safe.js'
import { isAnnotating } from '../support/annotate.js'
import { data, json, looks, note } from '../support/output.js'
import { writePlan } from '../support/plan-file.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { lastSeenOf } from '../support/recording.js'
import { type EstateFlags, openReader, openSession, type Session, using } from '../support/session.js'
import { settleShrunk } from '../support/usage.js'

interface Flags extends EstateFlags {
  readonly format: string
  readonly out?: string
  readonly 'exit-code'?: boolean
  readonly 'confirm-shrink'?: readonly string[]
}

/** What would change, whom it touches and why (E3, E7). Holds no power to write. */
export const plan = (parsed: Parsed): Promise<number> =>
  planning(parsed, { command: 'plan', countChanges: parsed.flags['exit-code'] === true, unattended: false })

/** The same for schedules, as an apply would plan it that nobody looks at: changes alone end with 2. */
export const drift = (parsed: Parsed): Promise<number> =>
  planning(parsed, { command: 'drift', countChanges: true, unattended: true })

interface Way {
  readonly command: string
  readonly countChanges: boolean
  readonly unattended: boolean
}

async function planning({ args, flags: given }: Parsed, { command, countChanges, unattended }: Way): Promise<number> {
  const flags = given as unknown as Flags
  const session = await openSession(args.dir ?? '.', flags, countChanges)
  const started = performance.now()
  let requests = 0
  const progress = showProgress()
  const onRequest = () => {
    requests += 1
    progress.request()
  }
  const port = await openReader(session, { onRequest, onWait: progress.wait })
  const engine = await import('../../engine.js')
  const confirmShrink = settleShrunk(flags['confirm-shrink'])
  const options = { ...session.options, unattended, confirmShrink, lastSeen: await lastSeenOf(session) }
  const made: Planning = await using(port, () => engine.plan(session.estate, port, options)).finally(progress.clear)
  if (flags.out !== undefined) writePlan(flags.out, made.plan)
  await tell(made.plan, session, flags, { command, requests, milliseconds: performance.now() - started })
  return made.plan.outcome.exitCode
}

async function tell(
  made: Plan,
  { dir, estate }: Session,
  { format, out }: Flags,
  { command, ...cost }: { command: string; requests: number; milliseconds: number },
): Promise<void> {
  const more = out === undefined ? {} : { more: `writ show ${safe(out)}` }
  if (format === 'json') json(made)
  else if (format === 'markdown') {
    const { planMarkdown } = await import('../../report/markdown/plan.js')
    data(planMarkdown(made, { ...more, ...estate.config.report }))
  } else if (isAnnotating(format)) {
    const { planAnnotated } = await import('../support/annotate-plan.js')
    data(await planAnnotated(format, made, { dir, command, ...more, ...estate.config.report }))
  } else data(renderPlan(made, { ...looks(), ...cost, ...more }))
  if (out !== undefined) note(told(safe(out), made))
}

/** Where the plan is kept, and what it is good for: one that writes nothing is not praised for what it would do. */
function told(out: string, { verdicts, changes }: Plan): string {
  const there = `The plan is in ${out}`
  if (verdicts.some(({ effect }) => effect === 'refuse'))
    return `${there}. It is refused as it stands: writ apply would write nothing of it.`
  if (changes.some(isWritten)) return `${there}: writ apply --approved ${out} executes exactly that.`
  const why = changes.length === 0 ? '' : ', as all its changes are observed only'
  return `${there}. writ apply would write nothing of it${why}.`
}
