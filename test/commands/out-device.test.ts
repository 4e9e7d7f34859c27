import { execFileSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isDevice, streamTo, writeWhole } from '../../src/commands/support/stream.js'

test('--out onto a pipe or a device writes into it, and never puts a file in its place', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'writ-out-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const pipe = join(dir, 'pipe')
  execFileSync('mkfifo', [pipe])
  expect([isDevice(pipe), isDevice(dir), isDevice(join(dir, 'none'))]).toEqual([true, false, false])
  const reader = import('node:fs/promises').then(({ readFile }) => readFile(pipe, 'utf8'))
  await new Promise((resolve) => setTimeout(resolve, 200))
  await streamTo(pipe, ['a', 'b'])
  expect(await reader).toBe('ab')
  expect(statSync(pipe).isFIFO()).toBe(true)
})

test('a link in the place of a file is replaced, and what it leads to stays as it is', () => {
  const dir = mkdtempSync(join(tmpdir(), 'writ-out-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const [victim, pack] = [join(dir, 'victim'), join(dir, 'acme.md')]
  writeFileSync(victim, 'mine')
  symlinkSync(victim, pack)
  writeWhole(pack, ['a review'])
  expect([readFileSync(victim, 'utf8'), readFileSync(pack, 'utf8')]).toEqual(['mine', 'a review'])
  expect(lstatSync(pack).isSymbolicLink()).toBe(false)
})
