import type { Audited } from '../../engine.js'
import { renderAudit } from '../../report/audit.js'
import { auditCsv } from '../../report/audit-csv.js'
import { auditJson } from '../../report/audit-json.js'
import { renderUnused, unusedCsv, unusedJson } from '../../report/audit-unused.js'
import { safe } from '../../report/safe.js'
import { type Looks, looks, note, whereLine } from '../support/output.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { type EstateFlags, openReader, openSession, type Session, using } from '../support/session.js'
import { streamTo } from '../support/stream.js'
import { settleCount, usage } from '../support/usage.js'

interface Flags extends EstateFlags {
  readonly format: string
  readonly out?: string
  readonly unused?: boolean
  readonly 'idle-days'?: string
}

type Where = Parameters<typeof whereLine>[0]

/** What was audited, and how it is to be shown. */
interface Shown extends Audited {
  readonly where: Where
  readonly session: Session
  readonly look: Looks
}

type Format = (shown: Shown) => Iterable<string> | Promise<Iterable<string>>

const FORMATS: Readonly<Record<string, Format>> = {
  text: ({ audit, where, look }) => [`${whereLine(where, look)}\n\n${renderAudit(audit, look)}\n`],
  json: ({ audit, outcome, where }) => auditJson({ formatVersion: 1, platform: where }, audit, { outcome }),
  csv: ({ audit }) => auditCsv(audit),
  sarif: async ({ where, session, ...audited }) => {
    const { auditAnnotated } = await import('../support/annotate-audit.js')
    return [await auditAnnotated('sarif', audited, session, where)]
  },
}

const UNUSED: Readonly<Record<string, Format>> = {
  text: ({ audit, where, look }) => [`${whereLine(where, look)}\n\n${renderUnused(audit, look)}\n`],
  json: ({ audit, outcome, where }) => unusedJson({ formatVersion: 1, platform: where }, audit, { outcome }),
  csv: ({ audit }) => unusedCsv(audit),
}

/** These begin with where they are about, or say it themselves. */
const SAYS_WHERE = new Set(['text', 'json', 'html'])

/** Declared against actual access, person by person (U7, E17). Holds no power to write. */
export async function audit({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const format = formatOf(flags)
  const idleAfter =
    flags['idle-days'] === undefined ? undefined : settleCount('idle-days', flags['idle-days'], 90, [1, 36_500])
  const session = await openSession(args.dir ?? '.', flags, false)
  const progress = showProgress()
  const port = await openReader(session, { onRequest: progress.request, onWait: progress.wait })
  const engine = await import('../../engine.js')
  const question = idleAfter === undefined ? {} : { idleAfter }
  const { seen, where } = await using(port, () =>
    engine.audit(session.estate, port, session.options, question),
  ).finally(progress.clear)
  const look = flags.out === undefined ? looks() : { width: 80, colour: false }
  const shown = { ...seen, outcome: flags.unused ? engine.askedOfUse(seen) : seen.outcome, where, session, look }
  await streamTo(flags.out, await format(shown))
  if (!SAYS_WHERE.has(flags.format) || flags.out !== undefined) note(whereLine(where, looks()))
  if (flags.out !== undefined) note(`The audit is in ${safe(flags.out)}.`)
  return shown.outcome.exitCode
}

function formatOf(flags: Flags): Format {
  const format = (flags.unused ? UNUSED : FORMATS)[flags.format]
  if (format !== undefined) return format
  throw usage(`--unused is not told as ${flags.format}`, `Choose one of: ${Object.keys(UNUSED).join(', ')}.`)
}
