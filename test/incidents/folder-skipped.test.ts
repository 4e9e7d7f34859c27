import { mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadEstate } from '../../src/documents/index.js'
import { scene } from '../commands/writ.js'
import { NOW } from '../support/world.js'

// auth0-deploy-cli 201: a folder that could not be read was passed over, and what it declared was deleted as absent.

test('E1, E2: a folder of the estate that cannot be read ends everything, before the platform is asked', async () => {
  const { dir, run, proxy } = await scene()
  mkdirSync(join(dir, 'teams'))
  renameSync(join(dir, 'people.yaml'), join(dir, 'teams/people.yaml'))
  expect((await run('validate')).exitCode).toBe(0)
  renameSync(join(dir, 'teams'), join(dir, '.elsewhere'))
  symlinkSync(join(dir, 'nowhere'), join(dir, 'teams'))
  const { estate, diagnostics } = await loadEstate(dir, { now: NOW })
  expect(diagnostics.map(({ code }) => code)).toContain('file/dangling-link')
  expect(estate).toBeNull()
  const { exitCode, stderr } = await run('apply', '--yes')
  expect(stderr).toContain('file/dangling-link')
  expect(stderr).toContain('teams')
  expect(exitCode).toBe(1)
  expect(proxy.seen).toEqual([])
})
