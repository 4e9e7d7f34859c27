import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderShelf } from '../../src/record/folder.js'
import { verifyStore } from '../../src/record/index.js'
import { lineOf } from '../../src/record/line.js'
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

/** A record whose `seen` says something else, with every hash after it made to fit; the statement alone is as it was. */
function rewritten(path: string): string {
  let prev: string | null = null
  const lines = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { entry } = JSON.parse(line)
      const rows = entry.type === 'seen' ? { rows: { accounts: 1 } } : {}
      const made = lineOf({ ...entry, ...rows, prev })
      prev = `sha256:${made.hash}`
      return made.text
    })
  return `${lines.join('\n')}\n`
}

test('what a record saw is not believed where its line, or the lines up to the seal, were changed', async () => {
  const store = await open(folder())
  await runOnce(store, { run: '2026-11-22T14-05-03Z-000001' }, { accounts: 3 })
  const { place } = await runOnce(store, { run: '2026-11-22T14-06-03Z-000002' }, { accounts: 4 })
  const text = readFileSync(place, 'utf8')
  for (const changed of [text.replace('"accounts":4', '"accounts":1'), rewritten(place), text.slice(0, -9)]) {
    writeFileSync(place, changed)
    expect(await store.lastSeen('acme-cloud')).toMatchObject({ rows: { accounts: 3 } })
  }
  writeFileSync(place, text)
  expect(await store.lastSeen('acme-cloud')).toMatchObject({ rows: { accounts: 4 } })
})
