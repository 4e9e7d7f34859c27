import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { execa } from 'execa'
import { expect, onTestFinished, test, vi } from 'vitest'
import { CHECKS } from '../../src/conformance/checks.js'
import { bin, root, writ } from '../commands/writ.js'
import { peopledSandbox } from './people.js'
import { type Bending, startProxy } from './proxy.js'

vi.setConfig({ testTimeout: 120_000 })

const schema = JSON.parse(readFileSync(join(root, 'schema/conformance.schema.json'), 'utf8'))
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema)

const OTHERS = ['read', 'manager', 'project-admin', 'member'].flatMap((role) => [`--${role}-token-env`, role])

/** A sandbox behind a proxy, and the command on it with everybody's tokens in the environment. */
async function scene(bend: Bending = {}) {
  const { sandbox, tokens } = await peopledSandbox()
  const proxy = await startProxy(sandbox.url, sandbox.admin.token, bend)
  onTestFinished(async () => {
    await proxy.close()
    await sandbox.close()
  })
  const env: Record<string, string> = { OPERATOR: sandbox.admin.token, ...tokens }
  const run = (...args: string[]) => writ(['conformance', proxy.url, '--token-env', 'OPERATOR', ...args], { env })
  return { sandbox, url: proxy.url, env, run }
}

test('a platform that keeps the contract ends with 0, and the checks that passed are counted', async () => {
  const { run, url } = await scene()
  const { stdout, stderr, exitCode } = await run(...OTHERS)
  const all = CHECKS.length
  expect({ stdout, stderr, exitCode }).toEqual({
    stdout: `acme-cloud · ${url}\n\n${all} checks: ${all} passed, 0 failed\n`,
    stderr: '',
    exitCode: 0,
  })
})

test('what was not run for want of a token is said, each with the flag that it takes, and counted apart', async () => {
  const { run } = await scene()
  const { stdout, exitCode } = await run()
  expect(exitCode).toBe(0)
  expect(stdout).toContain('Not run, neither passed nor failed\n  roles.read-token (L12, E3) needs --read-token-env')
  expect(stdout).toMatch(/\d+ checks: \d+ passed, 0 failed, 8 not run\n$/)
})

const HOSTILE = 'gone\u001b[31m\n::error::x\u202e'
const bendHostile: Bending = {
  told: ({ status, body }, { path }) => {
    if (path === 'accounts' && status === 201) Object.assign(body ?? {}, { name: HOSTILE })
    if (status === 428) Object.assign(body ?? {}, { type: 'about:blank', detail: HOSTILE })
  },
}

test('a finding tells clause, expected and came, request and answer, escaped; the command ends with 3', async () => {
  const { run } = await scene(bendHostile)
  const { stdout, exitCode } = await run()
  expect(exitCode).toBe(3)
  const [, block = ''] = /(✗ idempotency\.missing[\s\S]*?)\n\n/.exec(stdout) ?? []
  expect(block).toContain('✗ idempotency.missing (Writes)\n  A write without an Idempotency-Key is 428')
  expect(block).toContain('    expected  428 precondition-required\n    came      status 428 about:blank\n')
  expect(block).toContain('    request   POST /v1/accounts\n              content-type: application/json\n')
  expect(block).toContain('    answer    428\n')
  expect(block).toContain('gone\\u001b[31m')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(stdout).not.toMatch(/[\u001b\u202e]|^::/m)
})

test('as JSON the report is what its schema says, findings and exit code among it', async () => {
  const { run, url } = await scene(bendHostile)
  const { stdout, exitCode } = await run('--format', 'json')
  const report = JSON.parse(stdout)
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
  expect(Object.keys(report)[0]).toBe('formatVersion')
  expect(report.platform).toEqual({ name: 'Writ sandbox', tenant: 'acme-cloud', url })
  expect({ exitCode, ...report.outcome }).toEqual({ exitCode: 3, reasons: ['findings'] })
  const finding = { expected: '428 precondition-required', exchange: { method: 'POST', path: 'accounts', status: 428 } }
  expect(report.checks).toContainEqual(expect.objectContaining({ name: 'idempotency.missing', verdict: 'failed' }))
  expect(report.checks.find(({ name }: { name: string }) => name === 'idempotency.missing').finding).toMatchObject(
    finding,
  )
})

test('a platform that is not disposable ends with 1 before any write, with what to do', async () => {
  const { run } = await scene({ told: ({ body }) => void (body && delete body.disposable) })
  const { stdout, stderr, exitCode } = await run()
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
  expect(stderr).toContain('conformance/not-disposable')
  expect(stderr).toContain('Nothing was changed.')
  expect(stderr).toContain(' help  Name a platform whose GET /v1 says "disposable": true')
})

test.each([
  [['http://127.0.0.1:4010', '--token-env', 'NOWHERE'], '--token-env names the variable NOWHERE, and it is not set'],
  [['http://127.0.0.1:4010', '--token-env', 'EMPTY'], '--token-env names the variable EMPTY, and it is empty'],
  [['http://127.0.0.1:4010', '--token-env', 'T', '--member-token-env', 'M'], '--member-token-env names the variable M'],
  [['localhost', '--token-env', 'T'], 'localhost is not the address of a platform'],
  [['file:///etc/passwd', '--token-env', 'T'], 'is not the address of a platform'],
  [['http://127.0.0.1:1', '--token-env', 'T'], 'cannot be reached (ECONNREFUSED)'],
  [['http://127.0.0.1:4010'], 'token-env'],
])('%j ends with 1 and says why', async (args, words) => {
  const { stdout, stderr, exitCode } = await writ(['conformance', ...args], { env: { T: 'token', EMPTY: '' } })
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
  expect(stderr).toContain(words)
  expect(stderr).toContain(' help  ')
})

test('E16: a password in the address is refused and not repeated', async () => {
  const { stderr, exitCode } = await writ(['conformance', 'http://me:hunter2@127.0.0.1:1', '--token-env', 'T'])
  expect(exitCode).toBe(1)
  expect(stderr).toContain('has a user or a password in it')
  expect(stderr).not.toContain('hunter2')
})

test('E10: interrupted, it removes what it made, reports what it has, and ends with 130', async () => {
  const { sandbox, url, env } = await scene()
  await sandbox.control('settings', { latencyMs: 25 })
  const args = [bin, 'conformance', url, '--token-env', 'OPERATOR', '--format', 'json']
  const running = execa(process.execPath, args, { env, reject: false, stdin: 'ignore' })
  await vi.waitUntil(async () => (await sandbox.admin.page('accounts')).total > 2, { timeout: 60_000, interval: 100 })
  running.kill('SIGINT')
  const { stdout, exitCode } = await running
  expect(exitCode).toBe(130)
  const { outcome, counts } = JSON.parse(stdout)
  expect({ exitCode: outcome.exitCode, all: counts.passed + counts.notRun }).toEqual({
    exitCode: 130,
    all: CHECKS.length,
  })
  expect((await sandbox.admin.page('accounts')).total).toBe(2)
})
