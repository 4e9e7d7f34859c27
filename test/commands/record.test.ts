import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { open, runOnce } from '../record/facts.js'
import { folder, root, scene, writ } from './writ.js'

const WRIT = `version: 1
platform: {type: writ, url: "http://127.0.0.1:1", tenant: acme-cloud, token: {env: WRIT_TOKEN}}
`
const RUNS = ['2026-11-22T14-05-03Z-7c1e02', '2026-11-22T15-05-03Z-7c1e03']

/** An estate whose platform cannot be reached, with two records; no token is set anywhere. */
async function recorded(config = 'record: {store: ./records}\n', key?: string) {
  const dir = folder()
  writeFileSync(join(dir, 'writ.yaml'), WRIT + config)
  const store = await open(dir, { store: 'records', key })
  for (const run of RUNS) await runOnce(store, { run })
  const file = (at: number) => join('records', `${RUNS[at]}.jsonl`)
  const change = (at: number, from: string, to: string) => {
    const path = join(dir, file(at))
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
  }
  return { dir, file, change, run: (...args: string[]) => writ(args, { cwd: dir }) }
}

function keys(dir: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(join(dir, 'ci.pub.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
}

const schemaOf = (name: string): object => JSON.parse(readFileSync(join(root, `schema/${name}.schema.json`), 'utf8'))

/** What the published schema says against an output; null where it fits. */
function complaints(value: unknown) {
  const ajv = new Ajv2020({ strict: false })
  for (const name of ['plan', 'record']) ajv.addSchema(schemaOf(name))
  const validate = ajv.compile(schemaOf('records'))
  return validate(value) ? null : validate.errors
}

test('E15: verify says that two records are whole, and plainly that nobody signed them', async () => {
  const { run } = await recorded()
  const { stdout, stderr, exitCode } = await run('record', 'verify')
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(stdout).toMatch(/^2 records, 12 lines: whole {2}records\n/)
  expect(stdout).toContain(`newest ${RUNS[1]}`)
  expect(stdout).toMatch(/2 records not signed/)
})

test('E15: verify names the first bad entry by file and line, and ends with 3', async () => {
  const { run, file, change } = await recorded()
  change(1, '"fencing":41', '"fencing":42')
  const { stdout, exitCode } = await run('record', 'verify')
  expect(exitCode).toBe(3)
  expect(stdout).toMatch(new RegExp(`^error {2}record/changed {2}${file(1)}:2 was changed`))
})

test('E15: signed records are checked with the key that is given; without one verify says that it was not', async () => {
  const dir = folder()
  const { run } = await recorded('record: {store: ./records, key: {env: NOT_SET_HERE}}\n', keys(dir))
  const key = join(dir, 'ci.pub.pem')
  const checked = await run('record', 'verify', '--key', key)
  expect(checked).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/2 records signed by .*, a key that you gave/),
  })
  const unchecked = await run('record', 'verify')
  expect(unchecked).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/No key\s+was given/) })
  keys(dir)
  const stranger = await run('record', 'verify', '--key', key)
  expect(stranger).toMatchObject({ exitCode: 3, stdout: expect.stringMatching(/record\/unknown-signer/) })
})

test('E15: with a key, what nobody signed is a finding', async () => {
  const { run, dir } = await recorded()
  keys(dir)
  const { stdout, exitCode } = await run('record', 'verify', '--key', 'ci.pub.pem')
  expect(exitCode).toBe(3)
  expect(stdout.match(/record\/unsigned/g)).toHaveLength(2)
})

test('one file is verified by itself, whatever it is called, and wherever the estate is', async () => {
  const { dir, file } = await recorded()
  const elsewhere = folder()
  writeFileSync(join(elsewhere, 'evidence.txt'), readFileSync(join(dir, file(1))))
  const { stdout, exitCode } = await writ(['record', 'verify', 'evidence.txt'], { cwd: elsewhere })
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^1 record, 6 lines: whole {2}evidence\.txt/)
})

test('a document that is wrong hides no record', async () => {
  const { run, dir } = await recorded()
  writeFileSync(join(dir, 'wrong.yaml'), 'kind: Nonsense\n')
  expect(await run('record', 'verify')).toMatchObject({ exitCode: 0 })
  expect(await run('record', 'list')).toMatchObject({ exitCode: 0 })
})

test('an environment names a store of its own, and a key of its own instead of the other', async () => {
  const config = `record: {store: ./records, key: {env: ONE}}
environments:
  staging: {record: {store: ./staging, key: {file: two}}}
  production: {mode: observe}
`
  const { run } = await recorded(config)
  expect(await run('record', 'verify', '--env', 'production')).toMatchObject({
    stdout: expect.stringMatching(/^2 records/),
  })
  expect(await run('record', 'verify', '--env', 'staging')).toMatchObject({
    stdout: expect.stringMatching(/^0 records/),
  })
})

test('list tells who ran what, and how it ended', async () => {
  const { run } = await recorded()
  const { stdout, exitCode } = await run('record', 'list')
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^2 records in records\n/)
  expect(stdout).toMatch(new RegExp(`${RUNS[0]} +apply +acme-cloud +ci@acme\\.example +0 +sealed`))
})

test('show tells one run line by line: the newest, or the one that is named', async () => {
  const { run, file } = await recorded()
  const newest = await run('record', 'show')
  expect(newest.stdout).toContain(`apply ${RUNS[1]}`)
  // Lines fold at the width there is.
  const unfolded = newest.stdout.replace(/\s+/g, ' ')
  expect(unfolded).toContain('update account/acme#integrations.slack {"enabled":true} → {"enabled":false}, ends con_1')
  expect(unfolded).toContain(`follows ${RUNS[0]}`)
  for (const named of [RUNS[0] as string, file(0)])
    expect((await run('record', 'show', named)).stdout).toContain(`apply ${RUNS[0]}`)
  expect(await run('record', 'show', 'no-run')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/record\/unknown/),
  })
})

test('JSON of list, show and verify is what the schema says, also of what is wrong', async () => {
  const { run, change } = await recorded()
  const outputs = async () =>
    Promise.all(['list', 'show', 'verify'].map((what) => run('record', what, '--format', 'json')))
  for (const { stdout } of await outputs()) expect(complaints(JSON.parse(stdout))).toBeNull()
  change(1, '"type":"end"', '"type":"and"')
  const [list, show, verify] = (await outputs()).map(({ stdout, exitCode }) => ({ ...JSON.parse(stdout), exitCode }))
  expect([list, show, verify].map(({ exitCode, outcome }) => [exitCode, outcome.exitCode])).toEqual([
    [0, 0],
    [3, 3],
    [3, 3],
  ])
  expect(verify.findings).toMatchObject([{ code: 'record/changed', line: 5 }])
  expect(show.lines).toHaveLength(5)
})

test('hostile names in a record are shown escaped', async () => {
  const { dir, run } = await recorded()
  const store = await open(dir, { store: 'records' })
  await runOnce(store, { principal: { id: 'u', name: 'ana\u001b[2J\u202e' }, approvedBy: ['\u001b]0;x\u0007'] })
  for (const what of ['list', 'show', 'verify']) {
    const { stdout } = await run('record', what)
    for (const raw of ['\u001b', '\u0007', '\u202e']) expect(stdout).not.toContain(raw)
  }
})

test('a store or a key that is not there is a mistake, and no empty store', async () => {
  const { run } = await recorded()
  expect(await run('record', 'verify', 'nowhere')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/usage\/invalid/),
  })
  expect(await run('record', 'verify', '--key', 'nowhere')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/usage\/invalid {2}--key: there is no file nowhere/),
  })
  expect(await run('record', 'verify', 'git:refs/writ/records')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/record\/git/),
  })
})

test('E15: what apply did stands in a signed record that verify believes; no secret stands in it (E16)', async () => {
  const { dir, run, edit, env } = await scene()
  const key = keys(dir)
  await edit('writ.yaml', /$/, '\nrecord: {store: ./records, key: {env: WRIT_RECORD_KEY}}\n')
  env.WRIT_RECORD_KEY = key
  const applied = await run('apply', '--yes', '--settle', '0')
  expect(applied).toMatchObject({ exitCode: 0 })
  const verified = await writ(['record', 'verify', '--key', 'ci.pub.pem'], { cwd: dir })
  expect(verified).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^1 record/) })
  const [name = ''] = readdirSync(join(dir, 'records')).filter((each) => each.endsWith('.jsonl'))
  const text = readFileSync(join(dir, 'records', name), 'utf8')
  const types = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).entry.type)
  expect([types[0], types.at(-1)]).toEqual(['run', 'seal'])
  expect(types).toEqual(expect.arrayContaining(['reads', 'judged', 'intent', 'outcome', 'seen', 'end']))
  const secrets = [
    env.WRIT_TOKEN,
    env.WRIT_READ_TOKEN,
    ...key.split('\n').filter((line) => line !== '' && !line.startsWith('-')),
  ]
  for (const secret of secrets) expect(text).not.toContain(secret)
})
