import { expect, test } from 'vitest'
import { runCanary } from './canary.js'
import { keep } from './figures.js'

test('E16: no secret stands in any byte that a whole session writes', async () => {
  const { found, exits, ...figures } = await runCanary()
  keep('8 canary secrets', { ...figures, found: found.length })
  expect(found).toEqual([])
  expect(Object.keys(exits).length).toBeGreaterThan(2)
}, 600_000)
