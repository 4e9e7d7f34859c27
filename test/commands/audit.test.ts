import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { complaints, scene } from './writ.js'

test('E14: an audit is text, JSON with a published schema, or CSV; findings end with 3', async () => {
  const { run, proxy, dir } = await scene()
  const text = await run('audit')
  expect(text.exitCode).toBe(3)
  expect(text.stdout.split('\n')[0]).toBe(`acme-cloud · ${proxy.url}`)
  expect(text.stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([])
  const json = await run('audit', '--format', 'json')
  const value = JSON.parse(json.stdout)
  expect(complaints('audit', value)).toEqual([])
  expect(Object.keys(value)[0]).toBe('formatVersion')
  expect(value.outcome).toEqual({ exitCode: 3, reasons: ['findings'] })
  const csv = await run('audit', '--format', 'csv', '--out', 'audit.csv')
  expect([csv.stdout, csv.exitCode]).toEqual(['', 3])
  const lines = readFileSync(join(dir, 'audit.csv'), 'utf8').trimEnd().split('\r\n')
  expect(lines).toHaveLength(1 + value.access.length + value.connections.length)
})

test('U7: after apply the audit has nothing to tell, and ends with 0', async () => {
  const { run } = await scene()
  await run('apply', '--yes')
  const { stdout, exitCode } = await run('audit')
  expect(stdout).toContain('What is governed is as declared.')
  expect(exitCode).toBe(0)
})

test('E3: an audit writes nothing', async () => {
  const { run, proxy } = await scene()
  await run('audit')
  expect(proxy.seen.filter((call) => !call.startsWith('GET'))).toEqual([])
})

test('E4: what was not read whole ends with 4, and is said', async () => {
  const { run, proxy } = await scene()
  proxy.fault = ({ path }) => (path === '/v1/groups' ? 'status-500' : null)
  const { stdout, exitCode } = await run('audit', '--format', 'json')
  expect(exitCode).toBe(4)
  expect(complaints('audit', JSON.parse(stdout))).toEqual([])
})

test.each([
  [['audit', '--format', 'pdf'], 'Expected --format=pdf to be one of: text, json, csv'],
  [['audit', '--now', 'tomorrow'], '--now tomorrow is not a moment'],
  [['audit', '--out', 'nowhere/audit.csv'], 'nowhere/audit.csv cannot be written'],
  [['audit', 'a', 'b'], 'Unexpected argument: b'],
  [['probe', '--account', 'acne'], 'Did you mean acme?'],
  [['probe', '--format', 'csv'], 'Expected --format=csv to be one of: text, json'],
])('%j is a mistake that is told: exit 1, nothing on stdout', async (args, words) => {
  const { run } = await scene()
  const { stdout, stderr, exitCode } = await run(...args)
  expect([stdout, exitCode]).toEqual(['', 1])
  expect(stderr).toContain(words)
})

test('T10: what is restricted is probed from the command line: JSON with a schema, and exit 0 when all is refused', async () => {
  const { run } = await scene()
  await run('apply', '--yes')
  const { stdout, exitCode } = await run('probe', '--format', 'json')
  expect(complaints('probe', JSON.parse(stdout))).toEqual([])
  expect([JSON.parse(stdout).findings, exitCode]).toEqual([[], 0])
  const text = await run('probe', '--account', 'acme')
  expect(text.stdout).toContain('What is restricted is refused')
  expect(text.stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([])
})
