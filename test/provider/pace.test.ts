import { expect, it } from 'vitest'
import { limited } from '../../src/provider/http/limited.js'
import { Pace } from '../../src/provider/http/pace.js'

async function waits(share: number, headers: Record<string, string>): Promise<number> {
  let waited = 0
  const pace = new Pace(share, 40, (milliseconds) => {
    waited = milliseconds
  })
  pace.heed(headers)
  await pace.turn()
  return waited
}

it('rate.share: half of the limit is left to others, whichever headers tell it', async () => {
  const policy = '"default";q=100;w=60'
  expect(await waits(0.5, { ratelimit: '"default";r=51;t=1', 'ratelimit-policy': policy })).toBe(0)
  expect(await waits(0.5, { ratelimit: '"default";r=50;t=1', 'ratelimit-policy': policy })).toBe(40)
  expect(await waits(1, { ratelimit: '"default";r=1;t=1', 'ratelimit-policy': policy })).toBe(0)
  expect(await waits(1, { 'ratelimit-limit': '100', 'ratelimit-remaining': '0', 'ratelimit-reset': '1' })).toBe(40)
  expect(await waits(0.5, {})).toBe(0)
  expect(await waits(0.5, { ratelimit: 'nonsense' })).toBe(0)
})

it('tasks run side by side up to a bound, keep their order, and stop at the first failure', async () => {
  let running = 0
  let most = 0
  const task = (value: number) => async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running--
    return value
  }
  expect(await limited(3, [1, 2, 3, 4, 5].map(task))).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(3)
  const started: number[] = []
  const failing = [1, 2, 3, 4].map((value) => async () => {
    started.push(value)
    if (value === 1) throw new Error('no')
  })
  await expect(limited(1, failing)).rejects.toThrow('no')
  expect(started).toEqual([1])
})
