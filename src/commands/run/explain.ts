import { outcome } from '../../model/outcome.js'
import { renderExplain } from '../../report/explain.js'
import { data, json, looks, whereLine } from '../support/output.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { type EstateFlags, openReader, openSession, using } from '../support/session.js'

interface Flags extends EstateFlags {
  readonly account: string
  readonly project?: string
  readonly user?: string
  readonly format: string
}

/** Who may use an app, and why: every gate, with the line that set it and the live value. */
export async function explain({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const session = await openSession('.', flags, false)
  const progress = showProgress()
  const port = await openReader(session, { onRequest: progress.request, onWait: progress.wait })
  const engine = await import('../../engine.js')
  const { account, project = null, user = null } = flags
  const question = { app: args.app ?? '', account, project, user }
  const { seen, where } = await using(port, () =>
    engine.explain(session.estate, port, question, session.options),
  ).finally(progress.clear)
  if (flags.format === 'json') json({ formatVersion: 1, platform: where, ...seen, outcome: outcome([]) })
  else data(`${whereLine(where, looks())}\n\n${renderExplain(seen, looks())}`)
  return 0
}
