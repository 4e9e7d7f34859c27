import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { folderShelf, verifyStore } from '../../src/record/index.js'
import { bin, folder, type Scene, scene, writ } from './writ.js'

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

const storeOf = ({ dir }: Scene) => join(dir, '.writ/records')
/** The entries of each record, the oldest first. */
const records = (stage: Scene) =>
  readdirSync(storeOf(stage))
    .filter((name) => /^[0-9].*\.jsonl$/.test(name))
    .sort()
    .map((name) =>
      readFileSync(join(storeOf(stage), name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { entry: Record<string, unknown> }).entry),
    )
const typesOf = (entries: readonly Record<string, unknown>[] | undefined) => (entries ?? []).map(({ type }) => type)
const isSound = async (stage: Scene) => (await verifyStore(folderShelf(storeOf(stage)), [])).findings

test.each([
  ['SIGINT', 130, 'interrupted'],
  ['SIGTERM', 143, 'terminated'],
] as const)(
  '%s ends with %i, after what is under way, gives the lease back, and seals the record',
  async (signal, code, reason) => {
    const stage = await scene({ latencyMs: 60 })
    const run = start(stage, '--events', 'events.jsonl')
    await untilWritten(stage, run, 2)
    run.kill(signal)
    const { exitCode, stdout, stderr } = await run
    expect(exitCode).toBe(code)
    expect(stderr).toContain('what is under way is finished first')
    expect(stdout).toContain('left')
    expect(await stage.call('GET', '/v1/lease')).toMatchObject({ holder: null })
    const events = readFileSync(join(stage.dir, 'events.jsonl'), 'utf8').trim().split('\n')
    expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({ type: 'done', exitCode: code })
    const [record] = records(stage)
    expect(record?.at(-2)).toMatchObject({ type: 'end', exitCode: code, reasons: expect.arrayContaining([reason]) })
    expect(record?.at(-1)).toMatchObject({ type: 'seal' })
    const again = await stage.run('apply', '--yes')
    expect(again.exitCode).toBe(0)
    expect(again.stdout).toContain('In sync')
    expect(await isSound(stage)).toEqual([])
  },
  SLOW,
)

test('a second signal ends at once, and leaves a journal that the next run goes on from', async () => {
  const stage = await scene({ latencyMs: 300 })
  const run = start(stage)
  await untilWritten(stage, run, 2)
  run.kill('SIGINT')
  await sleep(20)
  run.kill('SIGINT')
  expect((await run).exitCode).toBe(130)
  expect(typesOf(records(stage)[0])).not.toContain('seal')
  const again = await stage.run('apply', '--yes')
  expect(again.stderr).toMatch(/run \S+ was cut off with 1 write under way/)
  expect(again.exitCode).toBe(0)
  expect(typesOf(records(stage)[0]).slice(-2)).toEqual(['recovered', 'seal'])
  expect(await isSound(stage)).toEqual([])
}, 60_000)

test('E10: killed in the middle, started again it converges and takes over the lease; once more, it does nothing', async () => {
  for (const writes of [1, 4]) {
    const stage = await scene({ latencyMs: 30 })
    const run = start(stage)
    await untilWritten(stage, run, writes)
    run.kill('SIGKILL')
    await run
    const again = await stage.run('apply', '--yes')
    expect({ writes, exitCode: again.exitCode }).toEqual({ writes, exitCode: 0 })
    expect(again.stderr).toMatch(/run \S+ was cut off .*; its record is sealed, and this run goes on from there/)
    expect((await stage.run('plan', '--exit-code')).exitCode).toBe(0)
    const before = stage.proxy.seen.length
    expect((await stage.run('apply', '--yes')).exitCode).toBe(0)
    expect(stage.proxy.seen.slice(before).filter((call) => !call.startsWith('GET'))).toEqual([])
    expect(await isSound(stage)).toEqual([])
  }
}, 240_000)

/** A run that was killed with a write under way, and its journal. */
async function cutOff() {
  const stage = await scene({ latencyMs: 30 })
  const run = start(stage)
  await untilWritten(stage, run, 3)
  run.kill('SIGKILL')
  await run
  const [name = ''] = readdirSync(storeOf(stage)).filter((each) => each.endsWith('.jsonl'))
  return { stage, journal: join(storeOf(stage), name) }
}

test('E10: a torn last line is cut away, and all before it counts', async () => {
  const { stage, journal } = await cutOff()
  appendFileSync(journal, '{"entry":{"type":"outcome","at":"2026')
  const again = await stage.run('apply', '--yes')
  expect(again.exitCode).toBe(0)
  expect(records(stage)[0]?.find(({ type }) => type === 'recovered')).toMatchObject({ torn: 37 })
  truncateSync(journal, readFileSync(journal).length)
  expect(await isSound(stage)).toEqual([])
}, 60_000)

test('E10: a journal with a flipped bit is set aside, named loudly, and nothing is taken from it', async () => {
  const { stage, journal } = await cutOff()
  const bytes = readFileSync(journal)
  const at = bytes.indexOf('"fencing"')
  bytes[at + 2] = (bytes[at + 2] ?? 0) ^ 1
  writeFileSync(journal, bytes)
  const { fencing } = await stage.call('GET', '/v1/lease')
  await stage.call('DELETE', `/v1/lease?fencing=${fencing}`)
  const again = await stage.run('apply', '--yes')
  expect(again.stderr).toContain('moved aside, and nothing was taken from it')
  expect(again.exitCode).toBe(0)
  expect(existsSync(journal)).toBe(false)
  expect((await stage.run('plan', '--exit-code')).exitCode).toBe(0)
}, 60_000)

test('E10: without its journal, as on another machine, a run converges all the same once the lease has run out', async () => {
  const { stage } = await cutOff()
  rmSync(join(stage.dir, '.writ'), { recursive: true })
  expect((await stage.run('apply', '--yes')).exitCode).toBe(7)
  const { fencing } = await stage.call('GET', '/v1/lease')
  await stage.call('DELETE', `/v1/lease?fencing=${fencing}`)
  expect((await stage.run('apply', '--yes')).exitCode).toBe(0)
  expect((await stage.run('plan', '--exit-code')).exitCode).toBe(0)
  expect(await isSound(stage)).toEqual([])
}, 60_000)

test.each(['stdout', 'stderr'] as const)(
  'a broken pipe on %s in the middle loses neither the record nor the lease',
  async (stream) => {
    const stage = await scene({ latencyMs: 30 })
    const run = start(stage)
    await untilWritten(stage, run, 1)
    run[stream].destroy()
    expect((await run).exitCode).toBe(0)
    expect(typesOf(records(stage)[0]).at(-1)).toBe('seal')
    expect(await stage.call('GET', '/v1/lease')).toMatchObject({ holder: null })
    expect((await stage.run('plan', '--exit-code')).exitCode).toBe(0)
  },
  SLOW,
)

test('E6: a lease that ran out while the process was paused: it writes nothing after another run has taken it', async () => {
  let skipped = 0
  const stage = await scene({ latencyMs: 30, clock: () => Date.now() + skipped })
  const run = start(stage)
  await untilWritten(stage, run, 2)
  run.kill('SIGSTOP')
  await sleep(100)
  skipped = 31_000
  const other = folder()
  await cp(stage.dir, other, { recursive: true, filter: (path) => !path.includes('.writ') })
  const account = join(other, 'account.yaml')
  writeFileSync(account, readFileSync(account, 'utf8').replace('showIntegrations: true', 'showIntegrations: false'))
  expect((await writ(['apply', '--yes'], { cwd: other, env: stage.env })).exitCode).toBe(0)
  const before = (await stage.call('GET', '/v1/audit-events?limit=1000')).total
  run.kill('SIGCONT')
  const { exitCode, stdout, stderr } = await run
  expect(stdout + stderr).toMatch(/lease lost|lease-fenced|newest lease is number 2/)
  expect(exitCode).toBe(6)
  expect((await stage.call('GET', '/v1/audit-events?limit=1000')).total).toBe(before)
  expect(await isSound(stage)).toEqual([])
}, 60_000)
