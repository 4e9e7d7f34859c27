import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Ran {
  /** Null where it took too long, or ended the shell. */
  readonly exit: number | null
  /** Of both streams, in order. */
  readonly output: string
}

export interface Shell {
  run(command: string): Promise<Ran>
  /** Starts what does not end by itself; ready once its output says so. */
  start(command: string, ready: RegExp): Promise<Ran>
  /** Ends the shell and whatever it started. */
  close(): void
}

const PATIENCE = 90_000

/** One shell for a whole document: folders that were changed into and variables that were set live on. */
export function openShell(cwd: string, scratch: string, env: Record<string, string>): Shell {
  const bash = spawn('bash', ['--noprofile', '--norc'], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  })
  const input = bash.stdin as Writable
  const answers = bash.stdio[3] as Readable
  let steps = 0
  const files = () => {
    steps += 1
    return { script: join(scratch, `${steps}.sh`), out: join(scratch, `${steps}.out`) }
  }
  const send = async (command: string, behind: string) => {
    const { script, out } = files()
    writeFileSync(script, `${command}\n`)
    writeFileSync(out, '')
    const answer = nextLine(answers, bash)
    input.write(`. ${script} > ${out} 2>&1 < /dev/null 3>&- ${behind}\ncode=$?; echo $code >&3; (exit $code)\n`)
    return { exit: await answer, out }
  }
  return {
    run: async (command) => {
      const { exit, out } = await send(command, '')
      return { exit, output: readFileSync(out, 'utf8') }
    },
    start: async (command, ready) => {
      const { out, exit } = await send(`${command}\necho "[ended with $?]"`, '&')
      if (exit === null) return { exit, output: 'the shell ended' }
      for (const until = Date.now() + PATIENCE; ; await sleep(50)) {
        const output = readFileSync(out, 'utf8')
        if (ready.test(output)) return { exit: 0, output }
        if (Date.now() > until || output.includes('[ended with ')) return { exit: null, output }
      }
    },
    close: () => {
      if (bash.pid !== undefined && bash.exitCode === null) process.kill(-bash.pid, 'SIGTERM')
    },
  }
}

function nextLine(answers: Readable, bash: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    const done = (exit: number | null) => {
      clearTimeout(timer)
      answers.off('data', onData)
      bash.off('exit', onExit)
      resolve(exit)
    }
    const onData = (chunk: Buffer) => done(Number(chunk.toString()))
    const onExit = () => done(null)
    const timer = setTimeout(done, PATIENCE, null)
    answers.on('data', onData)
    bash.on('exit', onExit)
  })
}
