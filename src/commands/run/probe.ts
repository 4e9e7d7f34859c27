import { outcome } from '../../model/outcome.js'
import { type Probe, renderProbe } from '../../report/probe.js'
import { data, json, looks, whereLine } from '../support/output.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { type EstateFlags, openReader, openSession, using } from '../support/session.js'

interface Flags extends EstateFlags {
  readonly account?: readonly string[]
  readonly format: string
}

/** Asks the platform to refuse what is restricted, without connecting anything (T5, T6, T10). */
export async function probe({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const session = await openSession(args.dir ?? '.', flags, false)
  const progress = showProgress()
  const port = await openReader(session, { onRequest: progress.request, onWait: progress.wait })
  const engine = await import('../../engine.js')
  const { seen, where } = await using(port, () =>
    engine.probe(session.estate, port, flags.account ?? [], session.options),
  ).finally(progress.clear)
  const ended = outcomeOf(seen)
  if (flags.format === 'json') json({ formatVersion: 1, platform: where, ...seen, outcome: ended })
  else data(`${whereLine(where, looks())}\n\n${renderProbe(seen, looks())}`)
  return ended.exitCode
}

const outcomeOf = ({ findings, unanswered, doubtful, stopped }: Probe) =>
  outcome([
    ...(stopped.length > 0 ? (['account-stopped'] as const) : []),
    ...(findings.some(({ severity }) => severity === 'error') ? (['findings'] as const) : []),
    ...(unanswered.length + doubtful.length > 0 ? (['read-incomplete'] as const) : []),
  ])
