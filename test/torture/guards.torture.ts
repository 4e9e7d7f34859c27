import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { keep } from './figures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const accidents = JSON.parse(readFileSync(`${root}/test/incidents/accidents.json`, 'utf8')) as { test: string }[]

test('each guard against a known accident is held by a test that fails without it', async () => {
  const unnoticed: string[] = []
  for (const { test: name } of accidents) {
    const { stdout, failed } = await execa(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/incidents/without.config.mjs'],
      { cwd: root, env: { WRIT_WITHOUT_GUARD_OF: name }, reject: false },
    )
    // A run that fails because the guard is not where it is said to be proves nothing.
    if (!failed || !/Tests .*\d+ failed/.test(stdout)) unnoticed.push(name)
  }
  keep('5 guards against known accidents', { taken: accidents.length, noticed: accidents.length - unnoticed.length })
  expect(unnoticed).toEqual([])
})
