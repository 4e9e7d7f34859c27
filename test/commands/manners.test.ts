import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { displayWidth } from '../../src/report/width.js'
import { folder, scene, writ } from './writ.js'

const widest = (text: string): number => Math.max(...text.split('\n').map(displayWidth))

test('what is piped is as wide as COLUMNS asks for, and 80 columns where that can not be meant', async () => {
  const { dir, env } = await scene()
  const wide = async (columns: string) => {
    const { stdout } = await writ(['plan'], { cwd: dir, env: { ...env, COLUMNS: columns } })
    return widest(stdout)
  }
  expect(await wide('200')).toBeGreaterThan(80)
  expect(await wide('50')).toBeLessThanOrEqual(50)
  for (const odd of ['', '0', '-3', '1e9', 'wide']) expect(await wide(odd)).toBeLessThanOrEqual(80)
})

test('NO_COLOR and a pipe take colour away, and nothing else', async () => {
  const { dir, env } = await scene()
  const plain = await writ(['show', 'account/acme'], { cwd: dir, env })
  const asked = await writ(['show', 'account/acme'], {
    cwd: dir,
    env: { ...env, NO_COLOR: '1', TERM: 'xterm-256color' },
  })
  expect(plain.stdout).toBe(asked.stdout)
  expect(plain.stdout).not.toContain('\u001b')
})

test('a record is folded at the width of the page', async () => {
  const { run } = await scene()
  await run('apply', '--yes', '--settle', '0')
  const { records } = JSON.parse((await run('record', 'list', '--format', 'json')).stdout)
  const { stdout } = await run('record', 'show', records[0].run)
  expect(stdout.split('\n').length).toBeGreaterThan(10)
  expect(widest(stdout)).toBeLessThanOrEqual(80)
})

test('E15: a key that is none is named with the line and the variable that it comes from, and never shown', async () => {
  const { dir, env, edit } = await scene()
  await edit('writ.yaml', /$/, '\nrecord: { key: { env: WRIT_RECORD_KEY } }\n')
  const { stderr, exitCode } = await writ(['apply', '--yes'], { cwd: dir, env: { ...env, WRIT_RECORD_KEY: 'hunter2' } })
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/record\/key +writ\.yaml:\d+ record\.key, from the variable WRIT_RECORD_KEY, is neither/)
  expect(stderr).not.toContain('hunter2')
})

test('E8: an Override that was pasted and not filled in is told what to fill in', async () => {
  const { dir, run } = await scene()
  const text = ['kind: Override', 'name: x', 'limit: revokedConnections', 'max: 3', `outcome: sha256:${'0'.repeat(64)}`]
  writeFileSync(
    join(dir, 'override.yaml'),
    [...text, 'reason: # why', 'owner: # who', 'until: 2099-01-01', ''].join('\n'),
  )
  const { stdout, exitCode } = await run('validate')
  expect(exitCode).toBe(1)
  expect(stdout).toContain('Say why, in words')
  expect(stdout).toContain('Say who answers for it')
  expect(stdout).not.toContain('write [] (a list)')
})

test('E17: of a list that could not be read whole nobody says how much of it is governed', async () => {
  const { run, proxy } = await scene()
  proxy.fault = ({ path }) => (path === '/v1/accounts' ? 'status-500' : null)
  const { stdout, exitCode } = await run('plan')
  expect(exitCode).toBe(4)
  expect(stdout).toMatch(/^governed +an unknown number of accounts · /m)
  expect(stdout).not.toContain('0 of 0')
})

test.each([
  ['plan', 'nowhere'],
  ['plan', '--nope'],
  ['validate', 'nowhere'],
  ['record', 'show', 'nothing'],
  ['schema', 'nothing', '--format'],
])('a mistake in `%s %s` is JSON where JSON was asked for, and ends with 1', async (...args) => {
  const { stdout, stderr, exitCode } = await writ(
    [...args, ...(args.includes('--format') ? ['json'] : ['--format', 'json'])],
    {
      cwd: folder(),
    },
  )
  const value = JSON.parse(stdout)
  expect([exitCode, stderr, Object.keys(value)[0]]).toEqual([1, '', 'formatVersion'])
  expect(value.diagnostics.length).toBeGreaterThan(0)
  expect(value.outcome.exitCode).toBe(1)
})

test('without a terminal nothing is asked: who would write is told to say yes, in the format that was asked for', async () => {
  const { run, proxy } = await scene()
  for (const args of [['apply'], ['connections', 'revoke', 'con_slack_lee'], ['lease', 'release']]) {
    const { stdout, exitCode } = await run(...args, '--format', 'json')
    if (args[0] === 'lease') expect(exitCode).toBeLessThan(2)
    else
      expect(JSON.parse(stdout)).toMatchObject({
        diagnostics: [{ code: 'apply/no-terminal' }],
        outcome: { exitCode: 1 },
      })
  }
  expect(proxy.seen.filter((call) => !call.startsWith('GET'))).toEqual([])
})
