import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scene, writ } from './writ.js'

const CANARY = 'canary-55d0-secret'

/** The scene's estate, which names a secret of slack. */
async function secretive() {
  const here = await scene()
  await appendFile(join(here.dir, 'writ.yaml'), '\nsecretEnv: ["HOOK_*"]\n')
  await here.edit('apps.yaml', /name: slack\n/, 'name: slack\nsecrets: {signing: {env: HOOK_SIGNING}}\n')
  return here
}

test('E16: plan compares a secret that the environment holds, and prints neither it nor one that it lacks', async () => {
  const { run, dir, env } = await secretive()
  const unknown = await run('plan')
  expect(unknown.stdout.replace(/\s+/g, ' ')).toContain('not compared, for HOOK_SIGNING is not set here')
  const known = await writ(['plan'], { cwd: dir, env: { ...env, HOOK_SIGNING: CANARY } })
  expect(known.stdout).toContain('signing written from HOOK_SIGNING')
  expect(known.stdout).not.toContain('not compared')
  expect(known.stdout + known.stderr).not.toContain(CANARY)
})

test('E16: apply without the secret ends with 1 before the first write, naming the variable and its line', async () => {
  const { run, call } = await secretive()
  const before = (await call('GET', '/v1')).revision
  const { exitCode, stderr } = await run('apply', '--yes', '--settle', '0')
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/secret\/unresolved.*HOOK_SIGNING \(apps\.yaml:\d+\)/s)
  expect((await call('GET', '/v1')).revision).toBe(before)
})
