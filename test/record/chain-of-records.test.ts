import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RecordEntry } from '../../src/model/journal.js'
import { folderShelf } from '../../src/record/folder.js'
import { verifyStore } from '../../src/record/verify-store.js'
import { end, facts, folder, open, runOnce } from './facts.js'

const RUNS = ['a', 'b', 'c', 'd'].map((each, at) => `2026-11-22T14-0${at}-00Z-00000${each}`)

/** Four records, one after the other. */
async function four(dir = folder()) {
  const store = await open(dir, { store: 'records' })
  for (const run of RUNS) await runOnce(store, { run })
  const file = (at: number) => join(dir, 'records', `${RUNS[at]}.jsonl`)
  return { dir, store, file, verify: () => verifyStore(folderShelf(join(dir, 'records')), []) }
}

test('E15: four records one after the other are a chain', async () => {
  const { verify } = await four()
  expect(await verify()).toMatchObject({ records: 4, findings: [], newest: { run: RUNS[3] } })
})

test('E15: a record that is missing, wherever it was, is named by the one that follows it', async () => {
  for (const at of [0, 1, 2]) {
    const { file, verify } = await four()
    rmSync(file(at))
    const message = `follows ${RUNS[at]}, and that record is missing`
    expect((await verify()).findings).toEqual([{ code: 'record/gap', place: file(at + 1), line: 6, message }])
  }
})

test('E15: a newest record that is missing is remembered', async () => {
  const { file, verify } = await four()
  rmSync(file(3))
  const { findings } = await verify()
  expect(findings).toMatchObject([{ code: 'record/newest', message: `the record sealed last, ${RUNS[3]}, is missing` }])
})

test('E15: a record that was replaced by another of the same run is named by the one that follows it', async () => {
  const { file, verify } = await four()
  const other = await four()
  copyFileSync(other.file(0), file(0))
  expect((await verify()).findings).toMatchObject([{ code: 'record/replaced', place: file(1) }])
})

test('E15: a newest record that was replaced is remembered otherwise', async () => {
  const { file, verify } = await four()
  const other = await four()
  copyFileSync(other.file(3), file(3))
  const codes = (await verify()).findings.map(({ code }) => code)
  expect(codes).toContain('record/newest')
})

test('E15: two records that follow the same one are a fork', async () => {
  const dir = folder()
  const { file, verify } = await four(dir)
  const kept = readFileSync(file(3))
  rmSync(file(3))
  const store = await open(dir, { store: 'records' })
  const fifth = await runOnce(store, { run: '2026-11-22T14-04-00Z-00000e' })
  writeFileSync(file(3), kept)
  const { findings, newest } = await verify()
  const message = `follows ${RUNS[2]}, and so does ${RUNS[3]}`
  expect(findings).toEqual([{ code: 'record/fork', place: fifth.place, line: 6, message }])
  expect(newest).toBeNull()
})

test('E15: records of two stores put together say twice that they are the first', async () => {
  const { dir, verify } = await four()
  const other = await open(folder(), { store: 'records' })
  const { place, run } = await runOnce(other)
  copyFileSync(place, join(dir, 'records', `${run}.jsonl`))
  expect((await verify()).findings).toMatchObject([
    { code: 'record/fork', message: expect.stringMatching(/the first/) },
  ])
})

test('E15: a record under the name of another run is found', async () => {
  const { file, verify, dir } = await four()
  renameSync(file(1), join(dir, 'records', 'other.jsonl'))
  expect((await verify()).findings).toMatchObject([{ code: 'record/misplaced', line: 1 }])
})

test('one bad record is told once, and not again by the one that follows it', async () => {
  const { file, verify } = await four()
  writeFileSync(file(1), readFileSync(file(1), 'utf8').replace('"fencing":41', '"fencing":42'))
  expect((await verify()).findings).toMatchObject([{ code: 'record/changed', place: file(1), line: 2 }])
})

test('a folder that is not there holds no records, and one that cannot be read is no empty one', async () => {
  expect(await verifyStore(folderShelf(join(folder(), 'nothing')), [])).toMatchObject({ records: 0, findings: [] })
  const file = join(folder(), 'file')
  writeFileSync(file, '')
  await expect(verifyStore(folderShelf(file), [])).rejects.toMatchObject({ code: 'record/unreadable' })
})

test('what is no record in the folder is left alone', async () => {
  const { dir, verify } = await four()
  writeFileSync(join(dir, 'records', 'README.md'), 'Records of our runs\n')
  expect(await verify()).toMatchObject({ records: 4, findings: [] })
  expect(readdirSync(join(dir, 'records'))).toContain('README.md')
})

const PICTURED: RecordEntry = {
  ...{ type: 'pictured', revision: 5, digest: `sha256:${'3'.repeat(64)}`, rows: { accounts: 3 } },
  platform: { name: 'writ', version: '1', levels: ['account'] },
}

/** One run after the other, each with a picture, at the minutes that its clock shows then; and what verifying says. */
async function dated(runs: readonly { readonly looked: number; readonly sealed: number }[]) {
  const dir = folder()
  let now = 0
  const store = await open(dir, { store: 'records', clock: () => Date.UTC(2026, 10, 22, 14) + now * 60_000 })
  for (const [at, { looked, sealed }] of runs.entries()) {
    now = looked
    const record = store.begin(facts({ run: RUNS[at] as string, command: 'audit' }))
    for (const entry of [PICTURED, end]) record.append(entry)
    now = sealed
    await record.seal()
  }
  return (await verifyStore(folderShelf(join(dir, 'records')), [])).findings
}

test('E15: a record that says it was sealed before the one that it follows is named, as is one whose picture says so', async () => {
  const [first] = [{ looked: 60, sealed: 60 }]
  const sealed = await dated([first, { looked: 40, sealed: 40 }])
  expect(sealed).toMatchObject([{ code: 'record/backdated', message: expect.stringContaining(`follows ${RUNS[0]}`) }])
  const pictured = await dated([first, { looked: 40, sealed: 61 }])
  expect(pictured).toMatchObject([{ code: 'record/backdated', message: expect.stringContaining('looked at') }])
})

test('E15: clocks may differ by ten minutes, and runs that overlap make no finding', async () => {
  const first = { looked: 60, sealed: 60 }
  expect(await dated([first, { looked: 51, sealed: 51 }])).toEqual([])
  expect(await dated([first, { looked: 59, sealed: 61 }])).toEqual([])
  expect((await dated([first, { looked: 49, sealed: 49 }])).map(({ code }) => code)).toEqual(['record/backdated'])
})
