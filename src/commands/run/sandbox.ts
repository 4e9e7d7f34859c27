import { existsSync, readFileSync, statSync } from 'node:fs'
import { Fault } from '../../model/fault.js'
import { jsonText, escape as shown } from '../../report/escape.js'
import type { Sandbox, SandboxOptions } from '../../sandbox/index.js'
import { untilInterrupted } from '../support/interrupt.js'
import { data, note } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { openSession } from '../support/session.js'
import { settleCount, usage } from '../support/usage.js'

interface Flags {
  readonly port?: string
  readonly data?: string
  readonly seed?: string
  readonly env?: string
  readonly format: string
}

/** The reference platform, embedded, until it is interrupted. That is how it ends, so with 0. */
export async function sandbox({ flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const port = settleCount('port', flags.port, 0, [0, 65_535])
  const seed = flags.seed === undefined ? {} : { seed: await readSeed(flags.seed, flags.env) }
  const interrupted = untilInterrupted()
  const platform = await start({ port, ...seed, ...(flags.data === undefined ? {} : { data: flags.data }) })
  if (flags.seed !== undefined && !platform.fresh)
    note(`${shown(flags.data ?? '')} holds a platform already: --seed is not used.`)
  tell(platform, flags.format)
  await interrupted
  await platform.close()
  return 0
}

/** An estate gives what it declares; a file is a seed as it stands. */
async function readSeed(path: string, env: string | undefined): Promise<unknown> {
  if (!existsSync(path))
    throw usage(`--seed: there is no file or folder ${shown(path)}`, `Name an estate or a seed; ${SEED_HELP}`)
  if (statSync(path).isDirectory()) {
    const { estate, options } = await openSession(path, env === undefined ? {} : { env }, false)
    const { seedOf } = await import('../support/seed.js')
    return seedOf(estate, options.now)
  }
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new Fault('seed/invalid', `${path} is not whole JSON`, SEED_HELP)
  }
}

const SEED_HELP = 'writ schema seed prints what a seed looks like.'

const DATA_HELP = 'Name a file of its own, in a folder that is there: --data platform.db'

async function start(options: SandboxOptions): Promise<Sandbox> {
  const { DataFileError, SeedError, startSandbox } = await import('../../sandbox/index.js')
  try {
    return await startSandbox(options)
  } catch (error) {
    if (error instanceof DataFileError) throw new Fault('data/unusable', error.message, DATA_HELP)
    if (!(error instanceof SeedError)) throw error
    const [first, ...others] = error.errors
    const more = others.length > 0 ? `, and ${others.length} more` : ''
    throw new Fault('seed/invalid', `${first?.pointer || '/'} ${first?.detail}${more}`, SEED_HELP)
  }
}

function tell({ url, tenant, tokens }: Sandbox, format: string): void {
  const lines = [
    `${shown(tenant)} · ${url}`,
    '',
    `export WRIT_TOKEN=${tokens.admin}       # may write`,
    `export WRIT_READ_TOKEN=${tokens.read}  # may only read`,
    '',
    'Ready. Interrupt to stop.',
  ]
  data(format === 'json' ? jsonText({ url, tenant, tokens }) : lines.join('\n'))
}
