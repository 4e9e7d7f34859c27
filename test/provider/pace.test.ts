import { expect, it } from 'vitest'
import type { Clock } from '../../src/provider/http/clock.js'
import { limited } from '../../src/provider/http/limited.js'
import { Pace } from '../../src/provider/http/pace.js'
import { quotas } from '../../src/provider/http/rate-limit.js'
import { play } from '../support/played-clock.js'

const NEVER = new AbortController().signal
const paceOf = (clock: Clock, share: number, more: { longest?: number; random?: () => number } = {}) => {
  const waits: number[] = []
  const onWait = (milliseconds: number) => waits.push(milliseconds)
  return { waits, pace: new Pace({ longest: 30_000, random: () => 0, ...more, share, clock, onWait }) }
}

it.each([
  ['the newest form', { ratelimit: '"default";r=50;t=30', 'ratelimit-policy': '"default";q=100;w=60' }],
  ['the form before', { ratelimit: 'limit=100, remaining=50, reset=30', 'ratelimit-policy': '100;w=60' }],
  [
    'the oldest form',
    { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '50', 'ratelimit-reset': '30' } as object,
  ],
])('the quota is read in %s', (_, headers) => {
  expect(quotas(headers as Record<string, string>)).toMatchObject([{ limit: 100, remaining: 50, reset: 30 }])
})

it('of several quotas each is read, and those that do not count requests are left out', () => {
  const policy = '"burst";q=10;w=1, "day";q=1000;w=86400, "bytes";q=9;w=1;qu="content-bytes"'
  const state = ['"burst";r=3;t=1, "day";r=400;t=5000', '"bytes";r=0;t=1']
  expect(quotas({ ratelimit: state, 'ratelimit-policy': policy })).toEqual([
    { limit: 10, window: 1, remaining: 3, reset: 1 },
    { limit: 1000, window: 86_400, remaining: 400, reset: 5000 },
  ])
})

it.each([
  {},
  { ratelimit: 'nonsense' },
  { ratelimit: '"a";r=-1;t=1' },
  { ratelimit: '"a";r=1' },
  { ratelimit: `"a";r=${'9'.repeat(40)};t=1` },
  { 'ratelimit-remaining': '0', 'ratelimit-reset': '1795356180' },
])('headers that tell of no quota slow nothing down: %o', (headers) => {
  expect(quotas(headers as Record<string, string>)).toEqual([])
})

it('rate.share: what others may take of a quota is left to them until it is renewed', async () => {
  const told = { ratelimit: '"a";r=51;t=7', 'ratelimit-policy': '"a";q=100;w=60' }
  const { waits: none, time } = await play(async (clock) => {
    const { pace, waits } = paceOf(clock, 0.5)
    pace.heed(told)
    await pace.turn(NEVER)
    return { waits, time: clock.now() }
  })
  expect({ none, time }).toEqual({ none: [], time: 0 })
  const late = await play(async (clock) => {
    const { pace, waits } = paceOf(clock, 0.5)
    pace.heed({ ...told, ratelimit: '"a";r=50;t=7' })
    await pace.turn(NEVER)
    return { waits, time: clock.now() }
  })
  expect(late).toEqual({ waits: [7000], time: 7000 })
})

it('a header alone brings about no pause that is longer than patience', async () => {
  const time = await play(async (clock) => {
    const { pace } = paceOf(clock, 1, { longest: 40 })
    pace.heed({ 'ratelimit-remaining': '0', 'ratelimit-reset': '99999' })
    await pace.turn(NEVER)
    return clock.now()
  })
  expect(time).toBe(40)
})

/** A platform with a bucket of permissions, renewed evenly; each answer takes 50 ms. */
function bucket(clock: Clock, rate: number, size: number) {
  let left = size
  let at = clock.now()
  return async (): Promise<boolean> => {
    left = Math.min(size, left + ((clock.now() - at) / 1000) * rate)
    at = clock.now()
    const allowed = left >= 1
    if (allowed) left--
    await clock.sleep(50, NEVER)
    return allowed
  }
}

/** Sends so many requests, six at once, each until it is allowed; returns when they went. */
async function send(clock: Clock, pace: Pace, ask: () => Promise<boolean>, many: number) {
  const went: number[] = []
  let refused = 0
  const one = async (): Promise<void> => {
    for (;;) {
      const sentAt = await pace.turn(NEVER)
      if (await ask()) {
        pace.raise()
        went.push(clock.now())
        return
      }
      refused++
      pace.halve(sentAt)
    }
  }
  await limited(
    6,
    Array.from({ length: many }, () => one),
  )
  return { went, refused }
}

it.each([1, 5, 20, 100])(
  'a limit of %i requests a second that nobody tells of is found, kept near, and hardly run into',
  async (rate) => {
    const many = 40 * rate
    const { went, refused } = await play(async (clock) =>
      send(clock, paceOf(clock, 1).pace, bucket(clock, rate, rate), many),
    )
    const seconds = (went.at(-1) ?? 0) / 1000
    expect(many / seconds).toBeGreaterThan(rate * 0.5)
    expect(refused).toBeLessThan(many * 0.4)
  },
)

it('without any refusal nothing waits, however many there are', async () => {
  const { went, refused } = await play(async (clock) =>
    send(clock, paceOf(clock, 1).pace, bucket(clock, 1e9, 1e9), 600),
  )
  expect({ refused, last: went.at(-1) }).toEqual({ refused: 0, last: 5000 })
})

it('two clients of one limit come to share it, whoever came first', async () => {
  const counts = await play(async (clock) => {
    const ask = bucket(clock, 20, 20)
    const first = send(clock, paceOf(clock, 1).pace, ask, 1200)
    await clock.sleep(10_000, NEVER)
    const second = await send(clock, paceOf(clock, 1).pace, ask, 500)
    const [from, to] = [second.went[100] ?? 0, second.went.at(-1) ?? 0]
    const within = (went: readonly number[]) => went.filter((at) => at >= from && at <= to).length
    return { first: within((await first).went), second: within(second.went) }
  })
  expect(counts.first / counts.second).toBeGreaterThan(0.5)
  expect(counts.first / counts.second).toBeLessThan(2)
})

it('rate.share: once the platform has said no, no more is sent than the share of what it told', async () => {
  const went = await play(async (clock) => {
    const { pace } = paceOf(clock, 0.5)
    pace.heed({ ratelimit: '"a";r=100;t=1', 'ratelimit-policy': '"a";q=20;w=1' })
    pace.halve(await pace.turn(NEVER))
    return (await send(clock, pace, bucket(clock, 1e9, 1e9), 400)).went
  })
  const last = went.slice(-100)
  const seconds = ((last.at(-1) ?? 0) - (last[0] ?? 0)) / 1000
  expect(99 / seconds).toBeLessThanOrEqual(10.01)
  expect(99 / seconds).toBeGreaterThan(9)
})

it('refusals of requests that went together halve once', async () => {
  const gap = await play(async (clock) => {
    const { pace } = paceOf(clock, 1)
    const sent = [await pace.turn(NEVER), await pace.turn(NEVER), await pace.turn(NEVER)]
    for (const at of sent) pace.halve(at)
    await pace.turn(NEVER)
    const before = clock.now()
    await pace.turn(NEVER)
    return clock.now() - before
  })
  expect(gap).toBe(500)
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
