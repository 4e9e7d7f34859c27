import type { Audited } from '../../engine.js'
import { renderAudit } from '../../report/audit.js'
import { auditCsv } from '../../report/audit-csv.js'
import { auditJson } from '../../report/audit-json.js'
import { renderUnused, unusedCsv, unusedJson } from '../../report/audit-unused.js'
import { renderSample } from '../../report/history/sample.js'
import { safe } from '../../report/safe.js'
import { type Looks, looks, note, whereLine } from '../support/output.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { openRecording } from '../support/recording.js'
import { settleSample } from '../support/sample.js'
import { type EstateFlags, openReader, openSession, type Session, using } from '../support/session.js'
import { streamTo } from '../support/stream.js'
import { settleCount, usage } from '../support/usage.js'
import { asksThePast, auditHistory, type HistoryFlags } from './audit-history.js'

interface Flags extends EstateFlags, Omit<HistoryFlags, 'env' | 'now'> {
  readonly record?: boolean
  readonly format: string
  readonly out?: string
  readonly unused?: boolean
  readonly 'idle-days'?: string
  readonly 'review-packs'?: string
  readonly account?: readonly string[]
}

type Where = Parameters<typeof whereLine>[0] & { readonly revision: number }

/** What was audited, and how it is to be shown. */
interface Shown extends Audited {
  readonly where: Where
  readonly session: Session
  readonly look: Looks
}

type Format = (shown: Shown) => Iterable<string> | Promise<Iterable<string>>

const FORMATS: Readonly<Record<string, Format>> = {
  text: ({ audit, where, look }) => [
    `${whereLine(where, look)}\n\n${audit.sample === undefined ? renderAudit(audit, look) : renderSample(audit, look)}\n`,
  ],
  json: ({ audit, outcome, where }) => auditJson({ formatVersion: 1, platform: where }, audit, { outcome }),
  csv: ({ audit }) => auditCsv(audit),
  html: async ({ session, ...audited }) => {
    const { auditPage } = await import('../support/audit-page.js')
    return auditPage(audited, session)
  },
  markdown: async ({ audit, where, session }) => {
    const { auditMarkdown } = await import('../../report/audit-markdown.js')
    return [auditMarkdown(audit, where, peopleSaid(session))]
  },
  sarif: async ({ where, session, ...audited }) => {
    const { auditAnnotated } = await import('../support/annotate-audit.js')
    return [await auditAnnotated('sarif', audited, session, where)]
  },
}

const UNUSED: Readonly<Record<string, Format>> = {
  text: ({ audit, where, look }) => [`${whereLine(where, look)}\n\n${renderUnused(audit, look)}\n`],
  json: ({ audit, outcome, where }) => unusedJson({ formatVersion: 1, platform: where }, audit, { outcome }),
  csv: ({ audit }) => unusedCsv(audit),
  markdown: async ({ audit, where, session }) => {
    const { unusedMarkdown } = await import('../../report/audit-markdown.js')
    return [unusedMarkdown(audit, where, peopleSaid(session))]
  },
}

const peopleSaid = ({ estate }: Session) => {
  const { people } = estate.config.report ?? {}
  return people === undefined ? {} : { people }
}

/** These begin with where they are about, or say it themselves. */
const SAYS_WHERE = new Set(['text', 'json', 'html'])

/** Declared against actual access, person by person (U7, E17). Holds no power to write. */
export async function audit({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  if (asksThePast(flags)) return auditHistory(args.dir ?? '.', flags)
  const drawing = settleSample(flags)
  const format = formatOf(flags)
  const idleAfter =
    flags['idle-days'] === undefined ? undefined : settleCount('idle-days', flags['idle-days'], 90, [1, 36_500])
  if (flags.app !== undefined || flags.user !== undefined)
    throw usage('--app and --user are for --at', 'An audit of today is always of the whole; writ explain asks for one.')
  if (flags.account !== undefined && flags['review-packs'] === undefined)
    throw usage(
      '--account is for --review-packs and --at',
      'Name a folder for the packs, or a day; an audit of today is always of the whole.',
    )
  const session = await openSession(args.dir ?? '.', flags, false)
  const progress = showProgress()
  const port = await openReader(session, { onRequest: progress.request, onWait: progress.wait })
  const engine = await import('../../engine.js')
  const { sampledAudit } = await import('../../engine/history/index.js')
  const recording = flags.record === true ? await recordingOf(session, flags) : undefined
  const question = {
    ...(idleAfter === undefined ? {} : { idleAfter }),
    ...(recording === undefined ? {} : { recording }),
  }
  const { seen, where } = await using(port, () =>
    engine.audit(session.estate, port, session.options, question),
  ).finally(progress.clear)
  const look = flags.out === undefined ? looks() : { width: 80, colour: false }
  const shown = { ...seen, outcome: flags.unused ? engine.askedOfUse(seen) : seen.outcome, where, session, look }
  const drawn = drawing === null ? shown : { ...shown, audit: sampledAudit(shown.audit, drawing) }
  await streamTo(flags.out, await format(drawn))
  if (!SAYS_WHERE.has(flags.format) || flags.out !== undefined) note(whereLine(where, looks()))
  if (flags.out !== undefined) note(`The audit is in ${safe(flags.out)}.`)
  if (flags['review-packs'] !== undefined) note(await packed(shown, flags['review-packs'], flags.account))
  if (seen.record !== null) note(`record ${safe(seen.record.place)}, head ${seen.record.head}`)
  return shown.outcome.exitCode
}

/** A pack is for whoever reviews, and who is in an account is what they look at: people are named unless the estate says otherwise. */
async function packed({ audit, where, session }: Shown, dir: string, accounts?: readonly string[]): Promise<string> {
  const { writePacks } = await import('../support/review-packs.js')
  const people = session.estate.config.report?.people ?? 'names'
  return writePacks(audit, { dir, where, people, ...(accounts === undefined ? {} : { accounts }) })
}

/** A picture says when it was taken: a clock that somebody set would make it prove what was not so. */
async function recordingOf(session: Session, { now }: Flags) {
  if (now !== undefined) throw usage('--record refuses --now', 'A picture is of the moment at which it is taken.')
  return (await openRecording(session, 'audit', [])).recording
}

function formatOf(flags: Flags): Format {
  const format = (flags.unused ? UNUSED : FORMATS)[flags.format]
  if (format !== undefined) return format
  throw usage(`--unused is not told as ${flags.format}`, `Choose one of: ${Object.keys(UNUSED).join(', ')}.`)
}
