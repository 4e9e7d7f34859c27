import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Fault } from '../model/fault.js'
import { NO_PROGRAMS, NO_TRUST } from '../model/git.js'

/** The environment as it was given to the program. */
export type Variables = Readonly<Record<string, string | undefined>>

/** What makes git look elsewhere than in the folder it is called in: a hook, for one, sets these. */
const ELSEWHERE = new Set([
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_NAMESPACE', 'GIT_PREFIX'],
  ...['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES'],
])
const SETTINGS = ['-c', 'core.fsync=all', '-c', 'core.fsyncMethod=fsync', '-c', 'core.quotePath=false']
/** Who commits a record is Writ, whatever user.name says or does not. */
const WRIT = { NAME: 'Writ', EMAIL: 'writ@localhost' }

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** Git's plumbing in one repository: nothing here touches its work tree or its index. */
export class Git {
  readonly #env: Record<string, string | undefined>

  constructor(
    readonly dir: string,
    variables: Variables,
  ) {
    const kept = Object.entries(variables).filter(([name]) => !ELSEWHERE.has(name))
    const who = Object.entries(WRIT).flatMap(([key, value]) =>
      ['AUTHOR', 'COMMITTER'].map((role) => [`GIT_${role}_${key}`, value]),
    )
    this.#env = { ...Object.fromEntries([...kept, ...who]), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' }
  }

  /** What it prints, or null where it ends with 1: that is its no. Throws `record/git` for anything else. */
  async ask(args: readonly string[], input: AsyncIterable<Buffer | string> = none()): Promise<string | null> {
    const { code, stdout, stderr } = await this.#run(args, input)
    if (code === 0) return stdout
    if (code === 1) return null
    throw gitFault(args, stderr)
  }

  /** What it prints. Throws `record/git`. */
  async run(args: readonly string[], input: AsyncIterable<Buffer | string> = none()): Promise<string> {
    const { code, stdout, stderr } = await this.#run(args, input)
    if (code === 0) return stdout
    throw gitFault(args, stderr)
  }

  /** True where it succeeded; otherwise what it said. */
  async attempt(args: readonly string[]): Promise<true | string> {
    const { code, stderr } = await this.#run(args, none())
    return code === 0 ? true : stderr
  }

  /** The content of a blob, as it comes. */
  async *blob(id: string): AsyncGenerator<Buffer> {
    const args = ['cat-file', 'blob', id]
    const child = this.#start(args)
    child.stdin.end()
    const ended = ending(child)
    const said = textOf(child.stderr)
    for await (const chunk of child.stdout) yield chunk as Buffer
    if ((await ended) !== 0) throw gitFault(args, await said)
  }

  async #run(args: readonly string[], input: AsyncIterable<Buffer | string>) {
    const child = this.#start(args)
    const fed = pipeline(input, child.stdin).catch(ignoreClosed)
    const [code, stdout, stderr] = await Promise.all([ending(child), textOf(child.stdout), textOf(child.stderr), fed])
    return { code, stdout, stderr }
  }

  #start(args: readonly string[]): Child {
    return spawn('git', [...noTrustIn(this.dir), ...SETTINGS, ...args], {
      cwd: this.dir,
      env: this.#env,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  }
}

async function* none(): AsyncGenerator<string> {}

const ending = (child: Child): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', (error) => reject(noGit(error)))
    child.once('close', resolve)
  })

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** A git that has seen enough, or failed, tells it by its exit code. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
}

const noGit = (error: NodeJS.ErrnoException): Fault =>
  new Fault(
    'record/git',
    error.code === 'ENOENT'
      ? 'git cannot be found, and record.store names a ref'
      : `git does not start: ${error.message}`,
    'Install git, or let record.store of writ.yaml name a folder.',
    { cause: error },
  )

const gitFault = (args: readonly string[], said: string): Fault =>
  new Fault(
    'record/git',
    `git ${args[0]}: ${said.trim().split('\n')[0] || 'failed'}`,
    'Mend that, or let record.store of writ.yaml name a folder.',
  )

/** A repository without a work tree may be asked too, where the folder stands in no other's. */
const noTrustIn = (dir: string): readonly string[] => (isInWorkTree(resolve(dir)) ? NO_TRUST : NO_PROGRAMS)

const isInWorkTree = (dir: string): boolean =>
  existsSync(join(dir, '.git')) || (dirname(dir) !== dir && isInWorkTree(dirname(dir)))
