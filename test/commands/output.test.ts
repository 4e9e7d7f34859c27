import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { bin, complaints, folder, scene, writ } from './writ.js'

const SLOW = 60_000
const ESCAPE = '\u001b'

test(
  'E14: JSON is one document with formatVersion first, fits its schema, and names the outcome',
  async () => {
    const { run } = await scene()
    for (const [args, schema] of [
      [['validate', '--format', 'json'], 'diagnostics'],
      [['plan', '--format', 'json'], 'plan'],
      [['drift', '--format', 'json'], 'plan'],
      [['show', 'project/acme/apollo', '--format', 'json'], 'show'],
      [['show', 'nothing.json', '--format', 'json'], 'diagnostics'],
    ] as const) {
      const { stdout, exitCode } = await run(...args)
      const value = JSON.parse(stdout)
      expect(Object.keys(value)[0]).toBe('formatVersion')
      expect(value.outcome.exitCode).toBe(exitCode)
      expect(complaints(schema, value)).toEqual([])
    }
  },
  SLOW,
)

test(
  'an invalid estate and a platform that is away give JSON too, where JSON was asked for',
  async () => {
    const { run, edit, proxy } = await scene()
    await proxy.close()
    const away = JSON.parse((await run('plan', '--format', 'json')).stdout)
    expect(complaints('diagnostics', away)).toEqual([])
    expect(away).toMatchObject({ diagnostics: [{ code: 'platform/unreachable' }], outcome: { exitCode: 1 } })
    await edit('account.yaml', 'name: acme', 'nmae: acme')
    const invalid = JSON.parse((await run('plan', '--format', 'json')).stdout)
    expect(complaints('diagnostics', invalid)).toEqual([])
    expect(invalid.outcome).toEqual({ exitCode: 1, reasons: ['invalid-estate'] })
  },
  SLOW,
)

test(
  'every output begins with environment, tenant and address of the platform',
  async () => {
    const { run, edit, proxy } = await scene()
    const where = `acme-cloud · ${proxy.url}`
    const of = async (...args: string[]) => (await run(...args)).stdout.split('\n')[0]
    expect(await of('validate')).toBe(where)
    expect(await of('plan')).toMatch(new RegExp(`^${where}`))
    expect(await of('explain', 'slack', '--account', 'acme')).toBe(where)
    expect(await of('show', 'account/acme')).toBe(where)
    await edit('writ.yaml', /$/, '\nenvironments: { prod: { mode: enforce } }\n')
    expect(await of('plan', '--env', 'prod')).toBe(`prod · ${where}`.slice(0, 80))
    expect(await of('apply', '--yes', '--env', 'prod')).toMatch(new RegExp(`^prod · ${where}`))
  },
  SLOW,
)

test('an environment is chosen by WRIT_ENV as well, and asked for where there are some', async () => {
  const { run, edit, dir, env } = await scene()
  await edit('writ.yaml', /$/, '\nenvironments: { prod: { mode: enforce } }\n')
  expect((await run('plan')).stderr).toContain('config/environment-needed')
  const chosen = await writ(['validate'], { cwd: dir, env: { ...env, WRIT_ENV: 'prod' } })
  expect(chosen.stdout).toMatch(/^prod · /)
})

test(
  'without a terminal there is no colour, and no line is wider than 80 columns',
  async () => {
    const { run } = await scene()
    for (const args of [
      ['plan'],
      ['apply', '--yes'],
      ['explain', 'slack', '--account', 'acme'],
      ['show', 'account/acme'],
    ]) {
      const { stdout, stderr } = await run(...args)
      expect(stdout + stderr).not.toContain(ESCAPE)
      expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    }
  },
  SLOW,
)

/** Runs a command on a terminal, and answers what it asks. */
async function onTerminal(command: string, env: Record<string, string>, cwd: string, input = '') {
  const words =
    process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qec', command, '/dev/null']
  return await execa('script', words, {
    cwd,
    env: { PATH: process.env.PATH ?? '', TERM: 'xterm', ...env },
    extendEnv: false,
    reject: false,
    all: true,
    input,
  })
}

test(
  'on a terminal there is colour, unless NO_COLOR says no',
  async () => {
    const { dir, env } = await scene()
    const command = `${process.execPath} ${bin} plan`
    expect((await onTerminal(command, env, dir)).all).toContain(`${ESCAPE}[1m`)
    const plain = (await onTerminal(command, { ...env, NO_COLOR: '1' }, dir)).all
    // The cursor moves where progress is written over; what is written has no colour.
    expect(plain).not.toMatch(new RegExp(`${ESCAPE}\\[[0-9;]*m`))
  },
  SLOW,
)

test(
  'on a terminal apply asks, and anything but yes is no: 1, and nothing is written',
  async () => {
    const { dir, env, proxy } = await scene()
    const { exitCode, all } = await onTerminal(`${process.execPath} ${bin} apply`, env, dir, 'n\n')
    expect(all).toContain('Write 10 changes, which ends 3 connections? [y/N]')
    expect(all).toContain('Nothing was written: nobody said yes.')
    expect(exitCode).toBe(1)
    expect(proxy.seen.filter((call) => !call.startsWith('GET'))).toEqual([])
    const yes = await onTerminal(`${process.execPath} ${bin} apply`, env, dir, 'y\n')
    expect(yes.all).toContain('In sync')
    expect(yes.exitCode).toBe(0)
  },
  SLOW,
)

test(
  'a reader that has seen enough is no mistake: no trace, no noise',
  async () => {
    const { dir, env } = await scene()
    const { stderr } = await execa('sh', ['-c', `${process.execPath} ${bin} plan --format json | head -c 1`], {
      cwd: dir,
      env: { PATH: process.env.PATH ?? '', ...env },
      extendEnv: false,
    })
    expect(stderr).toBe('')
  },
  SLOW,
)

test(
  '--events FILE gets one JSON line an event, each as its schema says, the last one the outcome',
  async () => {
    const { run, dir } = await scene()
    await run('apply', '--yes', '--events', 'run.jsonl')
    const lines = readFileSync(join(dir, 'run.jsonl'), 'utf8').trimEnd().split('\n')
    const events = lines.map((line) => JSON.parse(line))
    expect(events.flatMap((event) => complaints('events', event))).toEqual([])
    expect(events[0].type).toBe('run-started')
    expect(events.filter(({ type }) => type === 'effective').length).toBeGreaterThan(0)
    expect(events.at(-2)).toMatchObject({ type: 'settled', inSync: true })
    expect(events.at(-1)).toMatchObject({ type: 'done', exitCode: 0, reasons: [] })
  },
  SLOW,
)

test(
  'a plan file is shown as it was made, in full and as JSON',
  async () => {
    const { run, dir } = await scene()
    await run('plan', '--out', 'plan.json')
    const saved = JSON.parse(readFileSync(join(dir, 'plan.json'), 'utf8'))
    expect(JSON.parse((await run('show', 'plan.json', '--format', 'json')).stdout)).toEqual(saved)
    expect((await run('show', 'plan.json')).stdout).toContain('Ends 3 connections of 3 people.')
  },
  SLOW,
)

test(
  'an approved plan runs without asking, and its scope need not be said again',
  async () => {
    const { run } = await scene()
    await run('plan', '--out', 'plan.json', '--only', 'project/acme/apollo')
    const { exitCode, stdout } = await run('apply', '--approved', 'plan.json')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('only project/acme/apollo')
    const rest = JSON.parse((await run('plan', '--format', 'json')).stdout)
    expect(rest.changes.length).toBeGreaterThan(0)
  },
  SLOW,
)

test('a run without a DIR works in the current folder, and in another one that is named', async () => {
  const { dir, env } = await scene()
  const { exitCode, stdout } = await writ(['plan', dir], { cwd: folder(), env })
  expect(exitCode).toBe(0)
  expect(stdout).toContain('account.yaml:')
})
