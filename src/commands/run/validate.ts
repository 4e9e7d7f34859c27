import { type Loaded, loadEstate, setsByLiveLabels } from '../../documents/index.js'
import { isError } from '../../model/diagnostic.js'
import { outcome } from '../../model/outcome.js'
import { diagnosticsJson, diagnosticsText } from '../../report/diagnostics.js'
import { isAnnotating } from '../support/annotate.js'
import { data, json, looks, whereLine } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { settleNow } from '../support/usage.js'

interface Flags {
  readonly watch?: boolean
  readonly env?: string
  readonly now?: string
  readonly format: string
}

/** Every complaint about an estate, offline (E1); with `--watch` again whenever a file of it changes. */
export async function validate({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const dir = args.dir ?? '.'
  const now = () => settleNow(flags.now)
  if (flags.watch !== true) return await tell(await loadEstate(dir, { env: flags.env, now: now() }), dir, flags)
  const { watchEstate } = await import('./watch.js')
  return await watchEstate(dir, { env: flags.env, now, tell: (report) => tell(report, dir, flags) })
}

async function tell(report: Loaded, dir: string, flags: Flags): Promise<number> {
  const ended = outcome(report.diagnostics.some(isError) ? ['invalid-estate'] : [])
  const where = report.estate === null ? null : { environment: flags.env ?? null, ...report.estate.config.platform }
  if (flags.format === 'json') json(diagnosticsJson(report, ended))
  else if (isAnnotating(flags.format)) {
    const { diagnosticsAnnotated } = await import('../support/annotate-diagnostics.js')
    data(
      await diagnosticsAnnotated(flags.format, report, {
        dir,
        command: 'validate',
        where,
        outcome: ended,
        isWhole: true,
      }),
    )
  } else {
    if (where !== null) data(`${whereLine(where, looks())}\n`)
    data(`${diagnosticsText(report, { color: looks().colour })}${unjudged(report)}`)
  }
  return ended.exitCode
}

/** A whole estate may still be wrong for accounts that only the platform knows. */
function unjudged({ estate }: Loaded): string {
  const sets = estate === null ? 0 : setsByLiveLabels(estate)
  if (sets === 0) return ''
  const match = sets === 1 ? '1 set matches by live labels; its' : `${sets} sets match by live labels; their`
  return `${match} accounts are judged by writ plan.\n`
}
