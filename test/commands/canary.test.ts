import { expect, test } from 'vitest'
import { runCanary } from '../torture/canary.js'

test('E16: no secret stands in any byte that a whole session writes, however it is spelled', async () => {
  const { found, exits, commands, spellings } = await runCanary()
  expect(found).toEqual([])
  expect([commands > 50, spellings > 40]).toEqual([true, true])
  // It planned, it wrote, it was refused, and it was told of mistakes.
  expect(Object.keys(exits)).toEqual(expect.arrayContaining(['0', '1']))
}, 600_000)
