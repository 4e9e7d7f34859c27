import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { bin, type Scene, scene } from './writ.js'

const SLOW = 120_000

/** Starts an apply that a slow platform gives time to be hit in. */
function start({ dir, env }: Scene, ...flags: string[]) {
  return execa(process.execPath, [bin, 'apply', '--yes', '--parallelism', '1', ...flags], {
    cwd: dir,
    env: { PATH: process.env.PATH ?? '', ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })
}

/** Waits until so many writes have reached the platform; a run that ended before is not waited for. */
async function untilWritten({ proxy }: Scene, run: ReturnType<typeof start>, writes: number): Promise<void> {
  const written = () => proxy.seen.filter((call) => /^(POST|PUT|PATCH|DELETE) (?!.*lease)/.test(call)).length
  while (written() < writes && run.exitCode === null) await sleep(5)
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s ends with %i, after what is under way, and gives the lease back',
  async (signal, code) => {
    const stage = await scene({ latencyMs: 60 })
    const run = start(stage)
    await untilWritten(stage, run, 2)
    run.kill(signal)
    const { exitCode, stdout, stderr } = await run
    expect(exitCode).toBe(code)
    expect(stderr).toContain('what is under way is finished first')
    expect(stdout).toContain('left')
    expect(await stage.call('GET', '/v1/lease')).toMatchObject({ holder: null })
    const again = await stage.run('apply', '--yes')
    expect(again.exitCode).toBe(0)
    expect(again.stdout).toContain('In sync')
  },
  SLOW,
)

test('E10: killed in the middle, started again it converges; once more, it does nothing', async () => {
  for (const writes of [1, 2, 4]) {
    const stage = await scene({ latencyMs: 30 })
    const run = start(stage)
    await untilWritten(stage, run, writes)
    run.kill('SIGKILL')
    await run
    const { fencing } = await stage.call('GET', '/v1/lease')
    expect((await stage.run('apply', '--yes')).exitCode).toBe(7)
    await stage.call('DELETE', `/v1/lease?fencing=${fencing}`)
    const again = await stage.run('apply', '--yes')
    expect({ writes, exitCode: again.exitCode }).toEqual({ writes, exitCode: 0 })
    expect((await stage.run('plan', '--exit-code')).exitCode).toBe(0)
    const before = stage.proxy.seen.length
    expect((await stage.run('apply', '--yes')).exitCode).toBe(0)
    expect(stage.proxy.seen.slice(before).filter((call) => !call.startsWith('GET'))).toEqual([])
  }
}, 240_000)
