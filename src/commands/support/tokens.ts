import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Estate } from '../../model/document.js'
import { Fault } from '../../model/fault.js'
import type { TokenSource } from '../../model/generated/documents.js'

/** How long a command that prints a token may take, in milliseconds. */
const PATIENCE = 30_000

/** Reading asks for no more power than it needs: the `readToken`, and the `token` only where there is none. */
export const readToken = (estate: Estate, place: Place): Promise<string> =>
  estate.config.platform.readToken === undefined ? writeToken(estate, place) : resolveToken('readToken', estate, place)

export const writeToken = (estate: Estate, place: Place): Promise<string> => resolveToken('token', estate, place)

/** The key that signs records; undefined where writ.yaml names none. Found like a token, and kept like one (E16). */
export async function recordKey({ config, configSource }: Estate, place: Place): Promise<string | undefined> {
  const source = config.record?.key
  if (source === undefined) return undefined
  const { file, line } = configSource.locate(['record', 'key'], 'value')
  const { token, problem, help } = await find(source, place)
  if (token !== '') return token
  throw new Fault('record/key', `${file}:${line} record.key ${problem}`, help.replace('the token', 'the key'))
}

/** Where the key that signs comes from, for whoever has to mend it: `writ.yaml:9 record.key, from the variable WRIT_KEY,`. */
export function recordKeyNamed({ config, configSource }: Estate): string {
  const { file, line } = configSource.locate(['record', 'key'], 'value')
  const { env, file: path, command } = (config.record?.key ?? {}) as Readonly<Record<string, unknown>>
  const from =
    env === undefined
      ? path === undefined
        ? `the command ${[command].flat()[0]}`
        : `the file ${path}`
      : `the variable ${env}`
  return `${file}:${line} record.key, from ${from},`
}

/** The token that writ.yaml refers to. Never printed, and never empty: what cannot be resolved is a Fault. */
async function resolveToken(key: 'token' | 'readToken', { config, configSource }: Estate, place: Place) {
  const { file, line } = configSource.locate(['platform', key], 'value')
  const source = config.platform[key] as TokenSource
  const { token, problem, help } = await find(source, place)
  if (token !== '') return token
  throw new Fault('token/unresolved', `${file}:${line} platform.${key} ${problem}`, help)
}

/** Where what writ.yaml names is looked for. */
export interface Place {
  /** The estate's folder, from which files are named. */
  readonly dir: string
  /**
   * Where commands run, if not there: beside a baseline outside of the work tree, so that none finds a script there that
   * the commit under review brings. Null: none runs (E18).
   */
  readonly commands?: string | null
}

interface Found {
  /** Empty where it could not be found. */
  readonly token: string
  readonly problem: string
  readonly help: string
}

function find(source: TokenSource, { dir, commands = dir }: Place): Found | Promise<Found> {
  const { env, file, command = [] } = source
  if (env !== undefined) return fromEnvironment(env)
  if (file !== undefined) return fromFile(resolve(dir, file), file)
  return commands === null
    ? NOT_RUN
    : fromCommand(command, commands, commands === dir ? "the estate's folder" : commands)
}

const NOT_RUN: Found = {
  token: '',
  problem: 'is a command, and the baseline holds no estate that names it',
  help: 'Name a variable that holds the token, or merge writ.yaml first.',
}

const fromEnvironment = (name: string): Found => ({
  token: (process.env[name] ?? '').trim(),
  problem: `names the variable ${name}, and it is ${process.env[name] === undefined ? 'not set' : 'empty'}`,
  help: `Set it and run again: export ${name}=…`,
})

async function fromFile(path: string, named: string): Promise<Found> {
  const help = `Write the token, and nothing else, into ${named}.`
  try {
    const token = (await readFile(path, 'utf8')).trim()
    return { token, problem: `names the file ${named}, and it is empty`, help }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { token: '', problem: `names the file ${named}, and it cannot be read (${code})`, help }
  }
}

/** No shell: the words are the program and its arguments. What it prints beside the token is not passed on. */
async function fromCommand([program = '', ...args]: readonly string[], cwd: string, where: string): Promise<Found> {
  const help = `Run ${program} by hand in ${where}, and see why it prints no token.`
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd, timeout: PATIENCE, maxBuffer: 65_536 })
    return { token: stdout.trim(), problem: `runs ${program}, and it printed nothing`, help }
  } catch (error) {
    return { token: '', problem: `runs ${program}, and ${whyFailed(error)}`, help }
  }
}

function whyFailed(error: unknown): string {
  const { code, killed } = error as { code?: string | number; killed?: boolean }
  if (killed === true) return `it took longer than ${PATIENCE / 1000} s`
  return code === 'ENOENT' ? 'there is no such program' : `it ended with ${code}`
}
