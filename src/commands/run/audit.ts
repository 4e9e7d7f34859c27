import type { Audited } from '../../engine.js'
import { auditCsv, auditJson, renderAudit } from '../../report/audit.js'
import { safe } from '../../report/safe.js'
import { looks, note, whereLine } from '../support/output.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { type EstateFlags, openReader, openSession, using } from '../support/session.js'
import { streamTo } from '../support/stream.js'

interface Flags extends EstateFlags {
  readonly format: string
  readonly out?: string
}

type Where = Parameters<typeof whereLine>[0]

/** Declared against actual access, person by person (U7, E17). Holds no power to write. */
export async function audit({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const session = await openSession(args.dir ?? '.', flags, false)
  const progress = showProgress()
  const port = await openReader(session, { onRequest: progress.request, onWait: progress.wait })
  const engine = await import('../../engine.js')
  const { seen, where } = await using(port, () => engine.audit(session.estate, port, session.options)).finally(
    progress.clear,
  )
  await streamTo(flags.out, pieces(seen, where, flags))
  if (flags.format === 'csv' || flags.out !== undefined) note(whereLine(where, looks()))
  if (flags.out !== undefined) note(`The audit is in ${safe(flags.out)}.`)
  return seen.outcome.exitCode
}

function pieces({ audit, outcome }: Audited, where: Where, { format, out }: Flags): Iterable<string> {
  if (format === 'csv') return auditCsv(audit)
  if (format === 'json') return auditJson({ formatVersion: 1, platform: where }, audit, { outcome })
  const look = out === undefined ? looks() : { width: 80, colour: false }
  return [`${whereLine(where, look)}\n\n${renderAudit(audit, look)}\n`]
}
