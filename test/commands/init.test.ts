import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadEstate } from '../../src/documents/index.js'
import { startSandbox } from '../../src/sandbox/index.js'
import { folder, writ } from './writ.js'

test('writ init makes an estate that validates without a warning, and says what to do next', async () => {
  const cwd = folder()
  const { stdout, exitCode } = await writ(['init'], { cwd })
  expect(exitCode).toBe(0)
  expect(stdout).toContain('writ sandbox --port 4010')
  expect(stdout).toContain('writ import')
  const { diagnostics, documents } = await loadEstate(cwd, { now: new Date() })
  expect({ diagnostics, documents }).toEqual({ diagnostics: [], documents: 4 })
  expect((await writ(['validate'], { cwd })).exitCode).toBe(0)
})

test('its first plan works on a sandbox, writes nothing while it observes (E19), and settles once it enforces', async () => {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const cwd = folder()
  await writ(['init'], { cwd })
  const env = { WRIT_TOKEN: sandbox.tokens.admin, WRIT_READ_TOKEN: sandbox.tokens.read }
  const edit = (from: string, to: string) =>
    writeFileSync(join(cwd, 'writ.yaml'), readFileSync(join(cwd, 'writ.yaml'), 'utf8').replace(from, to))
  edit('http://127.0.0.1:4010 ', sandbox.url)
  const planned = await writ(['plan', '--format', 'json'], { cwd, env })
  expect(planned.stderr).toBe('')
  const { changes } = JSON.parse(planned.stdout) as { changes: { address: string; observed?: boolean }[] }
  expect(changes.map(({ address, observed }) => [address, observed])).toEqual([
    ['app/slack', true],
    ['account/acme', true],
    ['account/acme#integrations.slack', true],
  ])
  edit('mode: observe', 'mode: enforce')
  expect((await writ(['apply', '--yes', '--settle', '0'], { cwd, env })).exitCode).toBe(0)
  expect((await writ(['plan', '--exit-code'], { cwd, env })).exitCode).toBe(0)
})

test('it overwrites nothing, and leaves a list of what to ignore to the repository that has one', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, '.gitignore'), 'node_modules\n')
  expect((await writ(['init'], { cwd })).exitCode).toBe(0)
  expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('node_modules\n')
  writeFileSync(join(cwd, 'apps/slack.yaml'), 'mine\n')
  const again = await writ(['init', '.'], { cwd })
  expect(again.exitCode).toBe(1)
  expect(again.stderr).toContain('writ.yaml stands there already')
  expect(readFileSync(join(cwd, 'apps/slack.yaml'), 'utf8')).toBe('mine\n')
})

test('it writes below its folder alone: where a link stands in for a folder, nothing is written at all', async () => {
  const [cwd, elsewhere] = [folder(), folder()]
  symlinkSync(elsewhere, join(cwd, 'packages'))
  const { exitCode, stderr } = await writ(['init'], { cwd })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('packages is no folder of the estate itself')
  expect([existsSync(join(cwd, 'writ.yaml')), existsSync(join(elsewhere, 'basic.yaml'))]).toEqual([false, false])
})
