import { type ExecFileException, execFile } from 'node:child_process'
import { Fault } from '../../model/fault.js'
import { NO_TRUST } from '../../model/git.js'

/** How long one question to Git may take, in milliseconds. */
const PATIENCE = 120_000

/** Listings are bounded by this, in bytes. */
const LISTING = 256 * 1024 * 1024

export type Environment = Readonly<Record<string, string | undefined>>

/** Git's plumbing, asked in a folder. It reads objects alone: neither the work tree nor the index is touched. */
export class Git {
  /** @param env what the process is given; absent, what this one was */
  constructor(
    private readonly dir: string,
    private readonly env?: Environment,
  ) {}

  /** What Git prints; null where it ends with another code than 0. @throws Fault where it cannot be asked at all */
  ask(args: readonly string[], { input = '', most = LISTING } = {}): Promise<Buffer | null> {
    // No replacement object, no pattern in a path, and no lock in somebody's repository.
    const all = [...NO_TRUST, '--no-replace-objects', '--literal-pathspecs', '--no-optional-locks', ...args]
    const options = { cwd: this.dir, encoding: 'buffer', maxBuffer: most, timeout: PATIENCE } as const
    return new Promise((resolve, reject) => {
      const child = execFile(
        'git',
        all,
        this.env === undefined ? options : { ...options, env: this.env },
        (error, out) => {
          if (error === null) resolve(out)
          else if (typeof error.code === 'number') resolve(null)
          else reject(unasked(error))
        },
      )
      // Who ends early reads no more; how it ended says why.
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(input)
    })
  }

  /** The one line that Git prints. */
  async line(...args: string[]): Promise<string | null> {
    return (await this.ask(args))?.toString('utf8').replace(/\n$/, '') ?? null
  }
}

function unasked(error: ExecFileException): Fault {
  const { killed, message } = error
  const code: unknown = error.code
  const help = "run git in the estate's folder by hand, and see what it says"
  if (code === 'ENOENT')
    return new Fault('baseline/no-git', 'there is no git here', 'install git, or leave --baseline out')
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return new Fault('baseline/too-large', 'git prints more than an estate may hold', help)
  const why = killed === true ? `it took longer than ${PATIENCE / 1000} s` : message
  return new Fault('baseline/unreadable', `git could not be asked: ${why}`, help)
}
