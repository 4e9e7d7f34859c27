import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, scene, writ, zoomByHand } from './writ.js'

const SLOW = 60_000
const isRevocation = (path: string) => path === '/v1/bulk/revoke' || path.startsWith('/v1/connections/')

test(
  '0: an estate that is valid, a plan, an apply, and a plan that has nothing left',
  async () => {
    const { run } = await scene()
    const codes: (number | undefined)[] = []
    for (const args of [['validate'], ['plan'], ['apply', '--yes'], ['plan', '--exit-code'], ['drift']])
      codes.push((await run(...args)).exitCode)
    expect(codes).toEqual([0, 0, 0, 0, 0])
  },
  SLOW,
)

test.each([
  [['plna'], 'Did you mean plan?'],
  [['plan', '--exitcode'], 'Did you mean --exit-code?'],
  [['plan', '--format', 'xml'], 'one of: text, json'],
  [['plan', 'one', 'two'], 'Unexpected argument: two'],
  [['plan', '--now', '2026-02-30'], 'not a moment'],
  [['plan', '--only', 'acme'], 'is no address'],
  [['apply', '--now', '2026-12-01'], 'apply takes no --now'],
  [['apply', '--parallelism', '0'], 'from 1 to 64'],
  [['apply', '--confirm-shrink', 'connection'], 'Did you mean connections?'],
  [['apply', '--settle', 'soon'], 'not a length of time'],
  [['explain', 'slack'], 'Missing required flag account'],
  [['schema', 'acount'], 'Did you mean account?'],
  [['sandbox', '--port', '70000'], 'from 0 to 65535'],
])('1: %j cannot be meant so, and says what could', async (args, words) => {
  const { exitCode, stdout, stderr } = await writ(args, { cwd: folder() })
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toContain(words)
})

test(
  '1: an invalid estate is told with its lines, by every command that needs one',
  async () => {
    const { run, edit } = await scene()
    await edit('account.yaml', 'apps: [slack,', 'apps: [slak,')
    for (const args of [['plan'], ['apply', '--yes'], ['drift'], ['show', 'account/acme']]) {
      const { exitCode, stdout, stderr } = await run(...args)
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
      expect(stderr).toMatch(/reference\/unknown-app {3}account\.yaml:7:\d+/)
      expect(stderr).toContain('Did you mean slack?')
    }
    const { exitCode, stdout } = await run('validate')
    expect(exitCode).toBe(1)
    expect(stdout).toContain('Did you mean slack?')
  },
  SLOW,
)

test(
  '1: a platform that is not there, one line and the next thing to do',
  async () => {
    const { run, proxy } = await scene()
    await proxy.close()
    const { exitCode, stdout, stderr } = await run('plan')
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain('platform/unreachable')
    expect(stderr).toContain('Nothing was changed.')
    expect(stderr).not.toContain('    at ')
  },
  SLOW,
)

test(
  '1: a maintenance page at status 200 is no empty platform',
  async () => {
    const { run, proxy } = await scene()
    proxy.fault = () => 'html'
    const { exitCode, stderr } = await run('plan')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('platform/bad-answer')
  },
  SLOW,
)

test('1: the estate of one tenant with the platform of another', async () => {
  const { run, edit, proxy } = await scene()
  await edit('writ.yaml', 'acme-cloud', 'other-cloud')
  const { exitCode, stderr } = await run('apply', '--yes')
  expect(exitCode).toBe(1)
  expect(stderr).toContain('the platform says it is acme-cloud, and writ.yaml:6 names other-cloud')
  expect(proxy.seen).toEqual(['GET /v1', 'GET /v1/me'])
})

test('1: nobody there to ask, and nobody said yes: the plan is shown and nothing is written', async () => {
  const { run, proxy } = await scene()
  const { exitCode, stdout, stderr } = await run('apply')
  expect(exitCode).toBe(1)
  expect(stdout).toContain('Ends 3 connections')
  expect(stderr).toContain('there is no terminal to ask on')
  expect(proxy.seen.filter((call) => !call.startsWith('GET'))).toEqual([])
})

test(
  '2: changes, where they are asked for; drift always counts them',
  async () => {
    const { run } = await scene()
    expect((await run('plan')).exitCode).toBe(0)
    expect((await run('plan', '--exit-code')).exitCode).toBe(2)
    const { exitCode, stdout } = await run('drift', '--format', 'json')
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout).outcome).toEqual({ exitCode: 2, reasons: ['changes'] })
  },
  SLOW,
)

test(
  '3: a limit refuses the whole run, and --yes does not pass it',
  async () => {
    const { run, edit, proxy } = await scene()
    await edit('writ.yaml', /$/, '\nlimits: { revokedConnections: { max: 2 } }\n')
    for (const args of [['plan'], ['apply', '--yes']]) {
      const { exitCode, stdout } = await run(...args)
      expect(exitCode).toBe(3)
      expect(stdout).toContain('3 of 2 allowed')
    }
    expect(proxy.seen.filter((call) => !call.startsWith('GET'))).toEqual([])
  },
  SLOW,
)

test(
  '3: what is protected is held, and the rest goes on',
  async () => {
    const { run, edit } = await scene()
    await edit('writ.yaml', 'users: [mara@acme.example]', 'users: [mara@acme.example, lee@contractor.example]')
    const { exitCode, stdout } = await run('apply', '--yes')
    expect(exitCode).toBe(3)
    expect(stdout).toMatch(/\d changes written/)
    const after = await run('plan', '--format', 'json')
    expect(after.exitCode).toBe(3)
    expect(JSON.parse(after.stdout).held.map(({ reason }: { reason: string }) => reason)).toContain('protected')
  },
  SLOW,
)

test(
  '4: a list that cannot be read whole: nothing is planned there, and it says so',
  async () => {
    const { run, proxy } = await scene()
    proxy.fault = ({ path }) => (path === '/v1/connections' ? 'status-500' : null)
    const { exitCode, stdout } = await run('plan', '--format', 'json')
    expect(exitCode).toBe(4)
    const plan = JSON.parse(stdout)
    expect(plan.outcome.reasons).toContain('read-incomplete')
    expect(plan.changes).toEqual([])
  },
  SLOW,
)

test(
  '5: a plan that was approved before somebody changed what it touches',
  async () => {
    const { run, call } = await scene()
    await run('plan', '--out', 'plan.json')
    const { items } = (await call('GET', '/v1/account-integrations?app=hubspot')) as {
      items: { id: string; etag: string; newProjects: boolean }[]
    }
    const row = items[0]
    await call(
      'PUT',
      `/v1/accounts/${row?.id.split('.')[0]}/integrations/hubspot`,
      { newProjects: !row?.newProjects },
      { 'if-match': `"${row?.etag}"` },
    )
    const { exitCode, stdout } = await run('apply', '--approved', 'plan.json')
    expect(exitCode).toBe(5)
    expect(stdout).toContain('not as approved')
  },
  SLOW,
)

test(
  '5: a plan older than a day counts no more',
  async () => {
    const { run, dir, proxy } = await scene()
    await run('plan', '--out', 'plan.json')
    const path = join(dir, 'plan.json')
    const plan = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...plan, createdAt: '2020-01-01T00:00:00.000Z' }))
    const { exitCode, stdout } = await run('apply', '--approved', 'plan.json')
    expect(exitCode).toBe(5)
    expect(stdout).toContain('more than 24 hours ago')
    expect(proxy.seen.filter((call) => !call.startsWith('GET'))).toEqual([])
  },
  SLOW,
)

test(
  '5: everything moved between the plan and the first write',
  async () => {
    const { run, proxy, call } = await scene()
    await run('apply', '--yes')
    await zoomByHand({ call })
    let moved = false
    proxy.between = async ({ method, path }) => {
      if (method !== 'POST' || path !== '/v1/bulk/upsert' || moved) return
      moved = true
      const { items } = (await call('GET', '/v1/projects?name=apollo')) as { items: { id: string }[] }
      const at = `/v1/projects/${items[0]?.id}/integrations/zoom`
      const { etag } = await call('GET', at)
      await call('PUT', at, { enabled: true, groupTypes: ['internal'] }, { 'if-match': `"${etag}"` })
    }
    const { exitCode, stdout } = await run('apply', '--yes')
    expect(moved).toBe(true)
    expect(exitCode).toBe(5)
    expect(stdout).toContain('Not applied')
    expect(stdout).toContain('it moved since the plan')
  },
  SLOW,
)

test(
  '6: a write that failed after another had succeeded is told apart from what ran',
  async () => {
    const { run, proxy } = await scene()
    proxy.fault = ({ method, path }) => (method !== 'GET' && isRevocation(path) ? 'reset' : null)
    const { exitCode, stdout } = await run('apply', '--yes')
    expect(exitCode).toBe(6)
    expect(stdout).toContain('Partly applied')
    expect(stdout).toContain('Not in sync')
    proxy.fault = () => null
    const again = await run('apply', '--yes')
    expect(again.exitCode).toBe(0)
    expect(again.stdout).toContain('1 revoked by Writ')
  },
  SLOW,
)

test(
  '6: T9: recorded, and not seen by customers in time',
  async () => {
    const { run } = await scene({ lagSeconds: 600 })
    const { exitCode, stdout, stderr } = await run('apply', '--yes', '--settle', '1')
    expect(exitCode).toBe(6)
    expect(stdout).toContain('1 account does not see it yet')
    expect(stderr).toContain('0 of 1 accounts see it')
  },
  SLOW,
)

test(
  'T9: waits until customers see it, and then is done',
  async () => {
    const { run } = await scene({ lagSeconds: 2 })
    const { exitCode, stderr } = await run('apply', '--yes', '--settle', '20')
    expect(exitCode).toBe(0)
    expect(stderr).toContain('0 of 1 accounts see it')
    expect(stderr).toContain('1 of 1 accounts see it')
  },
  SLOW,
)

test(
  '7: somebody else holds the lease, and is named',
  async () => {
    const { run, call, proxy } = await scene()
    await call('POST', '/v1/lease', { holder: 'nightly run', ttlSeconds: 600 })
    const { exitCode, stdout } = await run('apply', '--yes', '--lock-timeout', '1')
    expect(exitCode).toBe(7)
    expect(stdout).toContain('the lease is held by nightly run')
    expect(proxy.seen.filter((each) => /POST .*bulk/.test(each))).toEqual([])
  },
  SLOW,
)
