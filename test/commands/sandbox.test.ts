import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { seedOf } from '../../src/commands/support/seed.js'
import { loadEstate } from '../../src/documents/index.js'
import { startSandbox } from '../../src/sandbox/index.js'
import { bin, folder, root, writ } from './writ.js'

interface Ready {
  url: string
  tenant: string
  tokens: { admin: string; read: string }
}

/** Starts the sandbox and waits for the line that says it is ready. */
async function start(...args: string[]) {
  const run = execa(process.execPath, [bin, 'sandbox', '--format', 'json', ...args], { reject: false, cwd: root })
  onTestFinished(() => void run.kill())
  const line = await Promise.race([
    once(run.stdout, 'data'),
    run.then(({ stderr }) => Promise.reject(new Error(stderr))),
  ])
  return { run, ready: JSON.parse(String(line[0])) as Ready }
}

test('one line when it is ready: url, tenant and two tokens; an interrupt ends it with 0', async () => {
  const { run, ready } = await start('--seed', 'examples/team/live.json')
  expect(Object.keys(ready)).toEqual(['url', 'tenant', 'tokens'])
  const answer = await fetch(`${ready.url}/v1/accounts`, { headers: { authorization: `Bearer ${ready.tokens.read}` } })
  expect(answer.status).toBe(200)
  run.kill('SIGINT')
  const { exitCode, stdout } = await run
  expect(exitCode).toBe(0)
  expect(stdout.trim().split('\n')).toHaveLength(1)
}, 30_000)

test('--data keeps platform and tokens, and an old platform is not sown over', async () => {
  const data = join(folder(), 'platform.db')
  const first = await start('--data', data, '--seed', 'examples/team/live.json')
  first.run.kill('SIGTERM')
  await first.run
  const second = await start('--data', data, '--seed', 'examples/tiers/live.json')
  expect(second.ready).toMatchObject({ tenant: first.ready.tenant, tokens: first.ready.tokens })
  second.run.kill()
  expect((await second.run).stderr).toContain('holds a platform already')
}, 30_000)

test.each(['three-levels', 'team'])(
  '--seed DIR: a platform seeded with what %s declares is in sync with it',
  async (name) => {
    const dir = folder()
    await cp(join(root, 'examples', name), dir, { recursive: true })
    const { ready } = await start('--seed', dir)
    const config = join(dir, 'writ.yaml')
    writeFileSync(config, readFileSync(config, 'utf8').replace(/http:\/\/127\.0\.0\.1:\d+/, ready.url))
    const env = { WRIT_TOKEN: ready.tokens.admin, WRIT_READ_TOKEN: ready.tokens.read }
    const { stdout } = await writ(['plan', '--format', 'json'], { cwd: dir, env })
    const { changes, findings } = JSON.parse(stdout)
    expect({ changes, errors: findings.filter(({ severity }: { severity: string }) => severity === 'error') }).toEqual({
      changes: [],
      errors: [],
    })
  },
  60_000,
)

test('a seed of an estate fits the schema of seeds, whatever the estate', async () => {
  for (const name of ['three-levels', 'tiers', 'team']) {
    const { estate } = await loadEstate(join(root, 'examples', name), { now: new Date('2026-11-22') })
    if (estate === null) throw new Error(`${name} is not valid`)
    const sandbox = await startSandbox({ seed: seedOf(estate, new Date('2026-11-22')) })
    expect(sandbox.tenant).toBe(estate.config.platform.tenant)
    await sandbox.close()
  }
})

test.each([
  ['{"formatVersion": 1}', '/tenant is required'],
  ['{"formatVersion": 1, "tenant": "t", "accounts": [{"name": "a", "connections": [{"app": "slak"}]}]}', 'slak'],
  ['{"formatVersion": 1,', 'is not whole JSON'],
])('a seed that cannot be laid down is refused: %s', async (seed, words) => {
  const path = join(folder(), 'seed.json')
  writeFileSync(path, seed)
  const { exitCode, stdout, stderr } = await writ(['sandbox', '--seed', path])
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toContain('seed/invalid')
  expect(stderr).toContain(words)
})

test('a port that is taken, and a seed that is not there', async () => {
  const { ready } = await start()
  const port = new URL(ready.url).port
  const taken = await writ(['sandbox', '--port', port])
  expect(taken.exitCode).toBe(1)
  expect(taken.stderr).toContain('system/eaddrinuse')
  const missing = await writ(['sandbox', '--seed', 'nowhere'])
  expect(missing.exitCode).toBe(1)
  expect(missing.stderr).toContain('--seed: there is no file or folder nowhere')
}, 30_000)
