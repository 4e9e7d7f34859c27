import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadEstate } from '../../documents/index.js'
import { type Asked, type Importing, importLive } from '../../engine/import.js'
import { Fault } from '../../model/fault.js'
import { outcome, type Reason } from '../../model/outcome.js'
import { importNotes, renderImport, type ShownImport, type Unrest } from '../../report/import.js'
import { editorNotes, withModeline, writeEditorFiles } from '../support/editor.js'
import { type WrittenFiles, writeFiles } from '../support/estate-files.js'
import { settleKinds, settleLabel } from '../support/import-flags.js'
import { data, json, looks, note, whereLine } from '../support/output.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { openReader, openSession, type Session, using } from '../support/session.js'

interface Flags {
  readonly account?: readonly string[]
  readonly 'sets-by'?: string
  readonly kind?: readonly string[]
  readonly force?: boolean
  readonly env?: string
  readonly format: string
}

/** Reads the platform that writ.yaml names, writes it below the estate's folder, and plans what was written. */
export async function importEstate({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const dir = args.dir ?? '.'
  const asked = settle(flags)
  if (!existsSync(join(dir, 'writ.yaml')))
    throw new Fault('import/no-writ-yaml', `${dir} has no writ.yaml, which says which platform to read`, INIT)
  const session = await openSession(dir, flags.env === undefined ? {} : { env: flags.env }, false)
  const progress = showProgress()
  const port = await openReader(session, { onRequest: progress.request, onWait: progress.wait })
  const importing = await using(port, () => importLive(session.estate, port, asked)).finally(progress.clear)
  const files = writeFiles(dir, importing.imported.files.map(withModeline), flags.force === true)
  for (const line of editorNotes(writeEditorFiles(dir))) note(line)
  return tell(await check(session, importing, files), session, flags.format)
}

const INIT = 'writ init makes one; name your platform in it, or bring the one you have.'

function settle({ account, kind, 'sets-by': label }: Flags): Asked {
  return { accounts: account ?? null, kinds: settleKinds(kind), setsBy: settleLabel(label, account) }
}

/** What was written is loaded and planned over the very state that was read: only that proves what import promises. */
async function check(session: Session, importing: Importing, files: WrittenFiles): Promise<ShownImport> {
  const { imported, snapshot } = importing
  const { dir, options } = session
  const loaded = await loadEstate(dir, { env: options.environment ?? undefined, now: options.now })
  const plan = loaded.estate === null ? null : await planned(loaded.estate, importing, session)
  const { tenant, url } = snapshot.platform
  const reasons: Reason[] = [
    ...(plan === null ? (['invalid-estate'] as const) : []),
    ...(imported.unknown.length > 0 ? (['read-incomplete'] as const) : []),
  ]
  return {
    where: { environment: options.environment, tenant, url },
    ...files,
    kinds: imported.files.flatMap(({ kinds }) => kinds),
    left: imported.left,
    unknown: imported.unknown,
    plan,
    isEnforced: session.estate.config.mode !== 'observe',
    outcome: outcome(reasons),
  }
}

async function planned(estate: Session['estate'], { snapshot }: Importing, { options }: Session): Promise<Unrest> {
  const { planOver } = await import('../../engine.js')
  const { changes, findings, held, pending } = planOver(estate, snapshot, options).plan
  const errors = findings.filter(({ severity }) => severity === 'error')
  return { changes: changes.length, errors: errors.length, held: held.length, pending: pending.length }
}

function tell(shown: ShownImport, { dir }: Session, format: string): number {
  for (const line of importNotes(shown, dir)) note(line)
  const { where, written, kept, left, unknown, plan, outcome: ended } = shown
  if (format === 'json') {
    json({ formatVersion: 1, platform: where, written, kept, left, unknown, plan, outcome: ended })
  } else data(`${whereLine(where, looks())}\n\n${renderImport(shown)}`)
  return ended.exitCode
}
