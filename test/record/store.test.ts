import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderShelf } from '../../src/record/folder.js'
import { verifyStore } from '../../src/record/index.js'
import { facts, folder, intent, open, runOnce } from './facts.js'

test('E15: records name the one before, and a store of them is whole', async () => {
  const dir = folder()
  const store = await open(dir)
  const first = await runOnce(store)
  const second = await runOnce(store)
  const verified = await verifyStore(folderShelf(store.place), [])
  expect(verified).toMatchObject({ records: 2, lines: 12, running: 0, findings: [] })
  expect(verified.newest).toMatchObject({ run: second.run, root: second.root })
  expect(first.root).not.toBe(second.root)
})

test('without record in writ.yaml records lie in .writ/records, which git overlooks', async () => {
  const dir = folder()
  const store = await open(dir)
  expect(existsSync(join(dir, '.writ'))).toBe(false)
  await runOnce(store)
  expect(readFileSync(join(dir, '.writ/.gitignore'), 'utf8')).toBe('*\n')
  expect(readdirSync(join(dir, '.writ/records')).filter((name) => name.endsWith('.jsonl'))).toHaveLength(1)
})

test('E10: what an append has returned from stands in the file', async () => {
  const store = await open(folder())
  const record = store.begin(facts())
  record.append(intent('k1'))
  const lines = readFileSync(record.path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).entry.type)
  expect(lines).toEqual(['run', 'intent'])
})

test('the newest record of a tenant that saw something is what the next run compares with', async () => {
  const store = await open(folder())
  expect(await store.lastSeen('acme-cloud')).toBeNull()
  await runOnce(store, { run: '2026-11-22T14-05-03Z-000001' }, { accounts: 3 })
  await runOnce(store, { run: '2026-11-22T14-06-03Z-000002' }, { accounts: 4 })
  await runOnce(store, { run: '2026-11-22T14-07-03Z-000003', tenant: 'other' }, { accounts: 9 })
  expect(await store.lastSeen('acme-cloud')).toMatchObject({ rows: { accounts: 4 } })
})
