import { loadEstate } from '../../documents/index.js'
import type { RunOptions } from '../../engine.js'
import type { Estate } from '../../model/document.js'
import type { ReadPort, WritePort } from '../../provider/port.js'
import { count } from '../../report/words.js'
import { type Against, openAgainst, type UnderBaseline } from './against.js'
import { InvalidEstate } from './failure.js'
import { readPackage } from './oclif.js'
import { note } from './output.js'
import { readToken, writeToken } from './tokens.js'
import { settleNow, settleOnly } from './usage.js'

/** What every command about an estate is given. */
export interface EstateFlags {
  readonly env?: string
  readonly now?: string
  readonly only?: readonly string[]
  readonly baseline?: string
}

/** A valid estate and what holds for the run. */
export interface Session {
  readonly dir: string
  readonly estate: Estate
  readonly options: RunOptions
  /** Where commands that writ.yaml names run, if not in the folder; null: none does (E18). */
  readonly commands?: string | null
}

/** Loads the estate and settles the flags; throws its diagnostics where it is invalid. */
export async function openSession(
  dir: string,
  flags: EstateFlags,
  countChanges: boolean,
  against: Against | undefined = flags.baseline === undefined
    ? undefined
    : { ref: flags.baseline, commit: flags.baseline },
): Promise<Session> {
  const now = settleNow(flags.now)
  const only = settleOnly(flags.only)
  const { loaded, estate, ...held } = await open(dir, against, { env: flags.env, now })
  const warnings = loaded.diagnostics.filter(({ severity }) => severity === 'warning').length
  if (warnings > 0) note(`${count(warnings, 'warning')} in the estate: writ validate tells where.`)
  const tool = `writ ${readPackage().version}`
  const settled = { tool, environment: flags.env ?? null, now, only, countChanges }
  const { baseline, commands } = held
  const options = { ...settled, variable, ...(baseline === undefined ? {} : { baseline }) }
  return { dir, estate, options, ...(commands === undefined ? {} : { commands }) }
}

/** The estate alone, or under what it is held against. */
async function open(
  dir: string,
  against: Against | undefined,
  options: Parameters<typeof loadEstate>[1],
): Promise<Omit<UnderBaseline, 'baseline' | 'commands'> & Partial<UnderBaseline>> {
  if (against !== undefined) return openAgainst(dir, against, options)
  const loaded = await loadEstate(dir, options)
  if (loaded.estate === null) throw new InvalidEstate(loaded, dir)
  return { loaded, estate: loaded.estate }
}

/** Documents name secrets by these; which ones they may, writ.yaml says (E18). */
const variable = (name: string): string | undefined => process.env[name]

export interface Connecting {
  readonly parallelism?: number
  readonly onRequest?: () => void
  readonly onWait?: (milliseconds: number, reason: 'rate-limit' | 'retry') => void
}

/** A way to the platform that cannot write (E3). */
export async function openReader(session: Session, connecting: Connecting = {}): Promise<ReadPort> {
  const { estate } = session
  const token = await readToken(estate, session)
  const { createHttpReader, proxiesOf } = await import('../../provider/http/port.js')
  return createHttpReader({ ...addressOf(estate), ...connecting, proxies: proxiesOf(process.env), token })
}

export async function openWriter(session: Session, connecting: Connecting = {}): Promise<WritePort> {
  const { estate } = session
  const token = await writeToken(estate, session)
  const { createHttpPlatform, proxiesOf } = await import('../../provider/http/port.js')
  return createHttpPlatform({ ...addressOf(estate), ...connecting, proxies: proxiesOf(process.env), token })
}

function addressOf({ config }: Estate) {
  const { url, rate } = config.platform
  return { url, userAgent: 'writ', ...(rate === undefined ? {} : { share: Number.parseInt(rate.share, 10) / 100 }) }
}

/** Runs something with a port, and closes the port whatever comes. */
export async function using<P extends ReadPort, T>(port: P, work: (port: P) => Promise<T>): Promise<T> {
  try {
    return await work(port)
  } finally {
    await port.close()
  }
}
