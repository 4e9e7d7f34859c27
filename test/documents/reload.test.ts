import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { loadEstate } from '../../src/documents/index.js'
import { Reloading } from '../../src/documents/reload.js'

const now = new Date('2026-11-22T09:00:00Z')

function copyOf(example: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'writ-reload-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  cpSync(fileURLToPath(new URL(`../../examples/${example}`, import.meta.url)), dir, { recursive: true })
  return dir
}

test('what did not change is the very same document the next time, and all is judged as if loaded once', async () => {
  const dir = copyOf('tiers')
  const estate = new Reloading(dir)
  const before = await estate.load({ now }, false)
  const file = join(dir, 'packages/tiers.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('gmail', 'gmial'))
  const after = await estate.load({ now }, false)
  writeFileSync(file, readFileSync(file, 'utf8').replace('gmial', 'gmail'))
  const again = await estate.load({ now }, false)
  expect(after?.changed).toEqual(['packages/tiers.yaml'])
  expect(after?.diagnostics.map(({ code }) => code)).toContain('reference/unknown-app')
  const known = new Set(before?.estate?.documents)
  const fresh = again?.estate?.documents.filter((document) => !known.has(document)) ?? []
  expect([...new Set(fresh.map(({ source }) => source.file))]).toEqual(['packages/tiers.yaml'])
  const once = await loadEstate(dir, { now })
  expect([again?.files, again?.documents, again?.diagnostics]).toEqual([once.files, once.documents, once.diagnostics])
})

test('where no file differs nothing is loaded, unless it is asked for', async () => {
  const estate = new Reloading(copyOf('team'))
  expect((await estate.load({ now }, false))?.changed).toEqual([])
  expect(await estate.load({ now }, false)).toBeNull()
  expect((await estate.load({ now }, true))?.estate).not.toBeNull()
})
