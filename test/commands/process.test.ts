import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test, vi } from 'vitest'
import { bin, folder, type Scene, scene } from './writ.js'

vi.setConfig({ testTimeout: 120_000 })

const node = process.execPath

interface Surroundings {
  readonly env?: Record<string, string>
  readonly cwd?: string
}

/** A command in the surroundings of a shell line, with nothing of our own environment. */
const inShell = (line: string, { env = {}, cwd = '/' }: Surroundings) =>
  execa('bash', ['-c', line], {
    ...{ cwd, env: { PATH: process.env.PATH ?? '', ...env }, extendEnv: false, reject: false, stdin: 'ignore' },
  })

const writ = (...args: string[]) => [node, bin, ...args].map((word) => `'${word}'`).join(' ')
const at = ({ dir, env }: Scene): Surroundings => ({ cwd: dir, env })

/** Nothing that a person could not act on. */
function expectTold(stderr: string): void {
  expect(stderr).not.toMatch(/writ\/bug|node:internal|^\s+at /m)
}

describe('faults: the surroundings of a process', () => {
  test('no HOME, no TTY and LANG=C: a plan is the same text', async () => {
    const here = await scene()
    const usual = await here.run('plan')
    const { stdout, exitCode, stderr } = await inShell(writ('plan'), {
      ...at(here),
      env: { ...here.env, LANG: 'C', LC_ALL: 'C' },
    })
    const timeless = (text: string) =>
      text
        .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '')
        .replace(/[\d.]+ s\b/g, '')
        .trimEnd()
    expect([exitCode, timeless(stdout)]).toEqual([0, timeless(usual.stdout)])
    expectTold(stderr)
    for (const home of ['', '/nowhere/at/all'])
      expect((await inShell(writ('validate'), { ...at(here), env: { ...here.env, HOME: home } })).exitCode).toBe(0)
  })

  test('a reader that has seen enough ends it quietly', async () => {
    const here = await scene()
    for (const args of [['plan', '--format', 'json'], ['validate'], ['schema', 'plan']]) {
      const { stderr, exitCode } = await inShell(`${writ(...args)} | head -c 10; exit \${PIPESTATUS[0]}`, at(here))
      expect([args, exitCode, stderr]).toEqual([args, 0, ''])
    }
  })

  test('stdin closed: nobody is asked, and nothing is written', async () => {
    const here = await scene()
    const before = (await here.call('GET', '/v1')).revision
    const { stderr, exitCode } = await inShell(`${writ('apply')} <&-`, at(here))
    expect(exitCode).toBe(1)
    expect(stderr).toContain('apply/no-terminal')
    expectTold(stderr)
    expect((await here.call('GET', '/v1')).revision).toBe(before)
  })

  test('stdout closed: it ends by itself, and says nothing of itself', async () => {
    const here = await scene()
    const { stderr, exitCode } = await inShell(`${writ('plan')} >&-`, at(here))
    expect(exitCode).not.toBe(null)
    expectTold(stderr)
  })

  test('stderr closed: the data comes all the same', async () => {
    const here = await scene()
    const { stdout, exitCode } = await inShell(`${writ('plan', '--format', 'json')} 2>&-`, at(here))
    expect([exitCode, JSON.parse(stdout).formatVersion]).toEqual([0, 1])
  })

  test('a folder that nobody may write to: a plan needs none, and --out says what to do', async () => {
    const here = await scene()
    const empty = folder()
    mkdirSync(join(empty, 'read-only'))
    chmodSync(join(empty, 'read-only'), 0o555)
    const cwd = process.getuid?.() === 0 ? '/proc' : join(empty, 'read-only')
    const plan = await inShell(writ('plan', here.dir), { env: here.env, cwd })
    expect(plan.exitCode).toBe(0)
    const { exitCode, stderr } = await inShell(writ('plan', here.dir, '--out', 'plan.json'), { env: here.env, cwd })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/plan-file\/unwritable {2}plan\.json cannot be written.*\n.*\n help {2}Name another file/s)
    expectTold(stderr)
  })

  test('too few files may be open: it works, or says so in one line, and never plans on half an estate', async () => {
    const here = await scene()
    const whole = await here.run('plan', '--format', 'json')
    for (const files of [64, 40, 32, 26]) {
      const { stdout, stderr, exitCode } = await inShell(
        `ulimit -n ${files}; ${writ('plan', '--format', 'json')}`,
        at(here),
      )
      expectTold(stderr)
      if (exitCode !== 0) continue
      expect([files, JSON.parse(stdout).digests]).toEqual([files, JSON.parse(whole.stdout).digests])
    }
  })
})
