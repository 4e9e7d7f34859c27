import { expect, test } from 'vitest'
import { complaints, scene } from './writ.js'

const LISTS = ['apps', 'accounts', 'users', 'connections']

test('E14: every list is JSON with a published schema, formatVersion first, and the outcome it ends with', async () => {
  const { run } = await scene()
  for (const list of LISTS) {
    const { stdout, exitCode } = await run(list, 'list', '--format', 'json')
    const value = JSON.parse(stdout)
    expect(Object.keys(value)[0]).toBe('formatVersion')
    expect(complaints('lists', value)).toEqual([])
    expect(value).toMatchObject({ list, outcome: { exitCode } })
    expect(value.rows.length).toBe(value.total)
  }
})

test('every list begins with where it is about, fits 80 columns, and as CSV is nothing but rows', async () => {
  const { run, proxy } = await scene()
  for (const list of LISTS) {
    const text = (await run(list, 'list')).stdout
    expect(text.split('\n')[0]).toBe(`acme-cloud · ${proxy.url}`)
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    const csv = await run(list, 'list', '--format', 'csv')
    const { total } = JSON.parse((await run(list, 'list', '--format', 'json')).stdout)
    expect(csv.stdout.trimEnd().split('\r\n')).toHaveLength(total + 1)
    expect(csv.stderr.split('\n')[0]).toBe(`acme-cloud · ${proxy.url}`)
  }
})

test('R4: both spellings of the other direction are understood', async () => {
  const { run } = await scene()
  const names = async (...args: string[]) =>
    (await run('apps', 'list', ...args, '--format', 'csv')).stdout.split('\r\n')
  expect(await names('--sort', '-name')).toEqual(await names('--sort=-name'))
  expect((await names('--sort=-name'))[1]).toMatch(/^zoom/)
})

test('E4: a list that was not read whole says so and ends with 4', async () => {
  const { run, proxy } = await scene()
  proxy.fault = ({ path }) => (path === '/v1/connections' ? 'status-500' : null)
  const { stdout, exitCode } = await run('connections', 'list')
  expect([stdout, exitCode]).toEqual([expect.stringContaining('connections could not be read whole'), 4])
  const json = JSON.parse((await run('users', 'list', '--format', 'json')).stdout)
  expect(json.outcome).toEqual({ exitCode: 4, reasons: ['read-incomplete'] })
  expect(complaints('lists', json)).toEqual([])
})

test.each([
  [['apps', 'list', '--sort', 'nmae'], 'Did you mean name?'],
  [['apps', 'list', '--sort'], 'Flag --sort expects a value'],
  [['apps', 'list', '--user', 'ana@acme.example'], 'Nonexistent flag: --user'],
  [['users', 'list', '--status', 'activ'], 'Did you mean active?'],
  [['users', 'list', 'ana'], 'Unexpected argument: ana'],
  [['connections', 'list', '--app', 'slakc'], 'Did you mean slack?'],
  [['accounts', 'list', '--format', 'xml'], 'Expected --format=xml to be one of: text, json, csv'],
  [['accounts', 'lits'], 'Did you mean accounts list?'],
  [['apps', 'list', '--dir', 'nowhere'], 'nowhere'],
])('%j is a mistake that is told: exit 1, nothing on stdout', async (args, words) => {
  const { run } = await scene()
  const { stdout, stderr, exitCode } = await run(...args)
  expect([stdout, exitCode]).toEqual(['', 1])
  expect(stderr).toContain(words)
})
