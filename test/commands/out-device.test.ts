import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isDevice, streamTo } from '../../src/commands/support/stream.js'

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
