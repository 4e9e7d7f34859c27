import { loadEstate } from '../../documents/index.js'
import { isError } from '../../model/diagnostic.js'
import { outcome } from '../../model/outcome.js'
import { diagnosticsJson, diagnosticsText } from '../../report/diagnostics.js'
import { data, json, looks, whereLine } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { settleNow } from '../support/usage.js'

interface Flags {
  readonly env?: string
  readonly now?: string
  readonly format: string
}

/** Every complaint about an estate, offline (E1). */
export async function validate({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const report = await loadEstate(args.dir ?? '.', { env: flags.env, now: settleNow(flags.now) })
  const ended = outcome(report.diagnostics.some(isError) ? ['invalid-estate'] : [])
  if (flags.format === 'json') {
    json(diagnosticsJson(report, ended))
    return ended.exitCode
  }
  const { colour } = looks()
  if (report.estate !== null) {
    const { tenant, url } = report.estate.config.platform
    data(`${whereLine({ environment: flags.env ?? null, tenant, url }, looks())}\n`)
  }
  data(diagnosticsText(report, { color: colour }))
  return ended.exitCode
}
