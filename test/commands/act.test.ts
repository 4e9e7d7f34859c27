import { expect, test } from 'vitest'
import { scene } from './writ.js'

const INVITE = ['--account', 'acme', '--department', 'HR', '--designation', 'Clerk', '--manager', 'joe@acme.example']

test('U2, C5: revoking shows the plan, asks on a terminal only, and with --yes says what became of it', async () => {
  const { run, proxy } = await scene()
  const asked = await run('connections', 'revoke', 'con_slack_lee')
  expect(asked.stdout).toContain('− 1 connection of slack')
  expect([asked.exitCode, asked.stderr]).toEqual([1, expect.stringContaining('apply/no-terminal')])
  expect(proxy.seen.filter((call) => !call.startsWith('GET'))).toEqual([])
  const done = await run('connections', 'revoke', 'con_slack_lee', '--yes', '--settle', '0')
  expect(done.exitCode).toBe(0)
  expect(done.stdout).toContain('1 revoked by Writ')
  expect((await run('connections', 'list', '--format', 'csv')).stdout).not.toContain('con_slack_lee')
})

test('U6: what was asked for again is listed as such', async () => {
  const { run } = await scene()
  expect((await run('connections', 'reauth', '--user', 'lee@contractor.example', '--yes')).exitCode).toBe(0)
  const { stdout } = await run('users', 'list', '--status', 'needs-reauth', '--format', 'csv')
  expect(stdout).toContain('lee@contractor.example')
})

test('U5: people are invited by several words or by commas, once each', async () => {
  const { run } = await scene()
  const first = await run(
    'users',
    'invite',
    'eve@acme.example,kay@acme.example',
    'eve@acme.example',
    ...INVITE,
    '--yes',
  )
  expect(first.exitCode).toBe(0)
  expect(first.stdout).toContain('2 changes written')
  const again = await run('users', 'invite', 'eve@acme.example', ...INVITE, '--yes')
  expect(again.stdout).toContain('was invited already')
  expect(again.exitCode).toBe(0)
})

test.each([
  [['connections', 'revoke'], 'nothing says which connections to revoke'],
  [['connections', 'revoke', 'con_slack_le', '--yes'], 'Did you mean con_slack_lee?'],
  [['connections', 'reauth', '--status', 'active'], 'Nonexistent flag: --status'],
  [['connections', 'revoke', 'con_slack_lee', '--parallelism', '0'], '--parallelism 0 is not a whole number'],
  [['users', 'invite', ...INVITE], 'nobody is named'],
  [['users', 'invite', 'eve', ...INVITE], 'eve is no e-mail address'],
  [['users', 'invite', 'eve@acme.example'], 'Missing required flag account'],
  [['users', 'invite', 'eve@acme.example', ...INVITE, '--role', 'operator'], 'Expected --role=operator to be one of'],
])('%j is a mistake that is told: exit 1, and nothing is written', async (args, words) => {
  const { run, proxy } = await scene()
  const { stderr, exitCode } = await run(...args)
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining(words)])
  expect(proxy.seen.filter((call) => !call.startsWith('GET'))).toEqual([])
})
