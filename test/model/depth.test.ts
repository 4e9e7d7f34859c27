import { expect, test } from 'vitest'
import { isDeeperThan } from '../../src/model/depth.js'

const nested = (levels: number): unknown => JSON.parse(`${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`)

test('levels are counted to the deepest, however many there are', () => {
  expect([0, 2, 100].map((levels) => isDeeperThan(100, nested(levels)))).toEqual([false, false, false])
  expect([102, 100_000].map((levels) => isDeeperThan(100, nested(levels)))).toEqual([true, true])
  expect(isDeeperThan(1, { a: 'x', b: null })).toBe(false)
  expect(isDeeperThan(1, { a: 'x', b: [] })).toBe(true)
})
